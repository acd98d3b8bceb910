"""Sources of customer data."""
