"""A QR code as one path of SVG: drawn on the server, without a script, a picture file or a style of its own."""

import qrcode


def picture(text: str) -> dict:
    """{"size": modules a side, "path": "M…"} with four modules of quiet around."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled]
    return {"size": len(rows), "path": "".join(dark)}
