"""Invitations, /tanggapan/, hearing records, witnesses, statements signed off."""
