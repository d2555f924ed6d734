"""An invented register of any size, for benches and demonstrations: `manage.py seed_employees`.

names, words and places hold the vocabulary, careers draws some thirty thousand typical careers from it, and statements lets
PostgreSQL make the people out of both; loading is the procedure around them.
"""
