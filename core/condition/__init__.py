"""How the portal is: read for machines (live, ready, deep, meters) and for people (the condition page)."""
