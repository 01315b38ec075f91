"""Letters from versioned templates: numbering, PDF/A, code and QR, signature, delivery."""
