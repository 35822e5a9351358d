"""What the adviser will do with a shop's catalogue, as one page for its owner (`python -m actions.shop_report`)."""
