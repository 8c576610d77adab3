"""Training the choice of a role's organization: what is said wins over what is not, held out from its own fold."""

from __future__ import annotations

from train.people import Row, held_out, train

from certwire.model import Person
from certwire.normalize import employers
from certwire.normalize.employers import Candidate
from certwire.normalize.people import Choice


def row(fold: int, *, said: bool) -> Row:
    first = Candidate(span=(0, 4), features=("role:said",) if said else ("far",))
    none = Candidate(span=None, features=("none",))
    choice = Choice(person=Person(name="Nora Feldman"), candidates=(first, none), names=("Quill", None))
    return Row(choice=choice, right=(said, not said), plain=said, fold=fold)


SAMPLE = [row(fold, said=said) for fold in range(5) for said in (True, False) for _ in range(3)]


def test_what_is_said_wins_and_what_is_far_does_not() -> None:
    model = employers.read({"organization": train(SAMPLE)})
    assert [employers.choose(model, row(0, said=said).choice.candidates) for said in (True, False)] == [0, 1]


def test_the_same_rows_give_the_same_weights() -> None:
    assert train(SAMPLE) == train(list(SAMPLE))


def test_counts_are_of_models_that_have_not_seen_the_fold() -> None:
    assert held_out(SAMPLE) == {"people": 30, "rules": 15, "possible": 30, "model": 30}
