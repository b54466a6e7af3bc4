"""What the pages are made of: functions from plain values to markup, which `templatetags.ui` offers to templates."""
