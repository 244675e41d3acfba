"""A phone dials the line, hears what the application says, and presses keys."""


def test_doc_01_verbs_run_from_top_to_bottom_and_stop_at_redirect(app, net, ana):
    app.says("/voice", "<Say>One</Say><Pause length='2'/><Redirect>/next</Redirect><Say>Never</Say>")
    app.says("/next", "<Say>Two</Say>")
    ana.dials()
    assert ana.heard == ["One"]
    net.passes(10)
    assert ana.heard == ["One", "Two"]
    assert ana.state == "idle"
    assert ana.ended == "completed"
    first = app.only("/voice")
    assert first["From"] == ana.number
    assert first["CallStatus"] == "ringing"
    assert app.only("/next")["CallStatus"] == "in-progress"
    assert app.only("/status")["CallStatus"] == "completed"
    assert all(one.valid for one in app.asked)
