"""Persons: who they are, where they work over time, what others see of them, what they agreed to, and how they leave."""
