"""A plain zip of documents: its files become children of the packed document."""

from __future__ import annotations

import io
import zipfile

from fusion.intake import limits
from fusion.intake.body import Body, Note
from fusion.intake.guard import check_packed
from fusion.intake.readers.mail import child_name


def read_zip(content: bytes) -> Body:
    """The packed files as children. Raises Refused for bombs, passwords and damage."""
    check_packed(content, has_xml=False)
    body = Body()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = sorted((p for p in packed.infolist() if not p.is_dir()), key=lambda p: p.filename)
        for number, part in enumerate(parts[: limits.CHILDREN], start=1):
            name = child_name(part.filename, number, "application/octet-stream")
            taken = {child for child, _ in body.children}
            body.children.append(
                (name if name not in taken else f"{number}-{name}", packed.read(part))
            )
    if len(parts) > limits.CHILDREN:
        body.notes.append(
            Note(
                "packed_files_left_out",
                f"Only {limits.CHILDREN} of {len(parts)} files were read.",
                "Ask for the rest in files of their own.",
            )
        )
    return body
