"""The webhooks and pages."""
