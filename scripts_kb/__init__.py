"""scripts-kb: a sales-script knowledge base with a changelog that explains itself."""

__version__ = "0.1.0"
