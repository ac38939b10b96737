"""What a review compares: two states of a content folder, and what lies between them.

    revisions ──target──▶ where it parted, where it would land ──states──▶ the two trees
    the two trees ──between, undone──▶ what each change did to each entity, and why
                  ──cutting──────────▶ warnings of what the change cuts short

Only these two trees and the commits between are read.
"""
