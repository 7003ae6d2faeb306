"""What the review commands share: the agenda as values and text, writing decisions, calendars."""
