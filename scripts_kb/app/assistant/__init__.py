"""What an assistant may ask of a knowledge base, for one audience, and never write.

content/, history ──site──▶ Site ──project──▶ what is seen ──Knowledge──▶ answers ──MCP──▶
"""
