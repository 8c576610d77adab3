"""One exception tree: everything certwire raises on purpose is a CertwireError."""


class CertwireError(Exception):
    """Something certwire can explain: the message says what was wrong, where, and what to do."""


class UsageError(CertwireError):
    """The call or the command line asks for something that cannot be (exit status 2)."""


class ConfigError(UsageError):
    """A configuration file or a registry file of the user's is wrong."""


class KnowledgeError(CertwireError):
    """The registry of schemes and bodies contradicts itself."""


class ExtensionError(CertwireError):
    """An extension could not be loaded or broke its contract; the run goes on without it."""


class VerificationError(CertwireError):
    """An output no longer agrees with its sources."""


class OutputError(CertwireError):
    """The output cannot be written: the disk is full, or refuses."""


class EngineError(CertwireError):
    """The workers cannot do their work: they do not start, or the cluster is gone."""
