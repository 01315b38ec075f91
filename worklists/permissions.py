"""The rights of this room, as roles.json names them."""

SETS_RULES = "queue.rules"
ROUTES = "queue.route"
DESK = ("complaint.view", "case.view", "case.view_plenary")


def may_filter(user) -> bool:
    """Whoever has queues may save filters."""
    return bool(user.authority_id) and any(user.may(right) for right in DESK)
