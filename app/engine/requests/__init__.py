"""What the window may ask for: one frozen dataclass for each use case, typed by what it returns.

A plain request runs on the library lane, in order, and takes milliseconds. A `SlowRequest` may take seconds:
it runs on a lane of its own. A `Job` runs beside both, says how far it is with `Progress` events under its
request's number, and can be cancelled. A `Control` is answered at once, whatever else goes on. What a request
changes is broadcast as `Changed`.
"""
