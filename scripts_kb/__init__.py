"""scripts-kb: a sales-script knowledge base with a changelog that explains itself."""

__version__ = "1.0.0rc1"
