"""What documents said would come, and what came."""
