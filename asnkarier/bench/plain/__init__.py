"""The baseline of `bench submission`: the same sending as most Django projects would write it. The portal imports none of it."""
