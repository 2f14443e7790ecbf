<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name></name>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird angehalten</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>For a bug report</source>
        <translation>Für eine Fehlermeldung</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Nothing is going on. Long work, such as reading a folder, shows here.</source>
        <translation>Gerade läuft nichts. Längere Arbeiten, etwa das Einlesen eines Ordners, stehen hier.</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>What was done, and what is going on</source>
        <translation>Was getan wurde und was gerade läuft</translation>
    </message>
    <message>
        <source>Reading what was done</source>
        <translation>Der Verlauf wird gelesen</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>Noch nichts getan</translation>
    </message>
    <message>
        <source>Whatever you change is listed here, and can be taken back.</source>
        <translation>Jede Änderung steht hier und lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Kith&apos;s engine stopped and is being started again. Nothing saved is lost.</source>
        <translation>Kiths Kern blieb stehen und wird neu gestartet. Gespeichertes ist nicht verloren.</translation>
    </message>
    <message>
        <source>Kith&apos;s engine stopped and was started again. Nothing saved was lost.</source>
        <translation>Kiths Kern blieb stehen und wurde neu gestartet. Gespeichertes ging nicht verloren.</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Keep these</source>
        <translation>Diese behalten</translation>
    </message>
    <message>
        <source>End with the views taken so far</source>
        <translation>Mit den bisherigen Ansichten abschließen</translation>
    </message>
    <message>
        <source>Write a name first.</source>
        <translation>Erst einen Namen eingeben.</translation>
    </message>
    <message>
        <source>Tick that {name} agrees first.</source>
        <translation>Erst ankreuzen, dass {name} zustimmt.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>This person</source>
        <translation>Diese Person</translation>
    </message>
    <message>
        <source>{name} agrees that their face is kept on this computer to recognise them.</source>
        <translation>{name} stimmt zu, dass das Gesicht zum Wiedererkennen auf diesem Computer gespeichert wird.</translation>
    </message>
    <message>
        <source>{name} is known already: the new views are added.</source>
        <translation>{name} ist schon bekannt: die neuen Ansichten kommen hinzu.</translation>
    </message>
    <message>
        <source>Picture of the camera</source>
        <translation>Kamerabild</translation>
    </message>
    <message>
        <source>{seen} of {count}</source>
        <translation>{seen} von {count}</translation>
    </message>
    <message>
        <source>Poses</source>
        <translation>Haltungen</translation>
    </message>
    <message>
        <source>{pose}: seen</source>
        <translation>{pose}: gesehen</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>One person in view</source>
        <translation>Nur eine Person</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>too dark or too bright</source>
        <translation>zu dunkel oder zu hell</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>unscharf</translation>
    </message>
    <message>
        <source>come closer</source>
        <translation>näher kommen</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Keep nothing and go back (Esc)</source>
        <translation>Nichts behalten und zurück (Esc)</translation>
    </message>
    <message>
        <source>See them live</source>
        <translation>Im Live-Bild ansehen</translation>
    </message>
    <message>
        <source>Enrol with the camera</source>
        <translation>Mit der Kamera erfassen</translation>
    </message>
    <message>
        <source>Keep nothing and go back</source>
        <translation>Nichts behalten und zurück</translation>
    </message>
    <message>
        <source>Add views of {name}</source>
        <translation>Ansichten von {name} hinzufügen</translation>
    </message>
    <message>
        <source>Enrol someone</source>
        <translation>Person erfassen</translation>
    </message>
    <message>
        <source>Five poses, about fifteen seconds</source>
        <translation>Fünf Haltungen, etwa fünfzehn Sekunden</translation>
    </message>
    <message>
        <source>Look straight into the camera, then turn a little left and right, up and down. Kith says when, and takes the pictures by itself.</source>
        <translation>Gerade in die Kamera sehen, dann etwas nach links und rechts, oben und unten drehen. Kith sagt, wann, und nimmt die Bilder selbst auf.</translation>
    </message>
    <message>
        <source>The camera is off until you start.</source>
        <translation>Die Kamera bleibt bis zum Start aus.</translation>
    </message>
    <message>
        <source>Enrol someone else</source>
        <translation>Noch jemanden erfassen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Choose a camera or another source first.</source>
        <translation>Erst eine Kamera oder andere Quelle wählen.</translation>
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation>Die Kamera startet …</translation>
    </message>
    <message numerus="yes">
        <source>%n view(s)</source>
        <translation>
            <numerusform>%n Ansicht</numerusform>
            <numerusform>%n Ansichten</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is enrolled with {views}</source>
        <translation>{name} ist mit {views} erfasst</translation>
    </message>
    <message>
        <source>From now on Kith looks for {name} live and in your photos.</source>
        <translation>Ab jetzt sucht Kith {name} im Live-Bild und in den Fotos.</translation>
    </message>
    <message>
        <source>Choose another source</source>
        <translation>Andere Quelle wählen</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>{rate} pro Sekunde</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>A key without Ctrl is left to a field that is typed in.</source>
        <translation>Tasten ohne Strg bleiben beim Tippen dem Eingabefeld.</translation>
    </message>
    <message>
        <source>Write the camera&apos;s address first</source>
        <translation>Erst die Adresse der Kamera eingeben</translation>
    </message>
    <message>
        <source>An address begins with rtsp:// or http://</source>
        <translation>Eine Adresse beginnt mit rtsp:// oder http://</translation>
    </message>
    <message>
        <source>This is no address of a camera: rtsp:// or http://, then its name or number</source>
        <translation>Das ist keine Kameraadresse: rtsp:// oder http://, dann Name oder Nummer</translation>
    </message>
    <message>
        <source>Write the user name and the password again</source>
        <translation>Benutzername und Passwort noch einmal eingeben</translation>
    </message>
    <message>
        <source>Camera on the network</source>
        <translation>Netzwerkkamera</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Address of the camera</source>
        <translation>Adresse der Kamera</translation>
    </message>
    <message>
        <source>It stands in the camera&apos;s manual or app, often with user and password.</source>
        <translation>Sie steht in der Anleitung oder App der Kamera, oft mit Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>The camera is off while another page is shown, and goes on when you come back</source>
        <translation>Auf anderen Seiten ist die Kamera aus und geht beim Zurückkehren wieder an</translation>
    </message>
    <message>
        <source>Leave full screen, close</source>
        <translation>Vollbild verlassen, schließen</translation>
    </message>
    <message>
        <source>Show or hide times</source>
        <translation>Zeiten ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>First or second name of an unsure face</source>
        <translation>Erster oder zweiter Name eines unsicheren Gesichts</translation>
    </message>
    <message>
        <source>Second name</source>
        <translation>Zweiter Name</translation>
    </message>
    <message>
        <source>From face to face, then Enter</source>
        <translation>Von Gesicht zu Gesicht, dann Enter</translation>
    </message>
    <message>
        <source>Starting {name}…</source>
        <translation>{name} startet …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>● {count} fps</source>
        <translation>● {count} fps</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Ask them first: their face is kept on this computer.</source>
        <translation>Bitte vorher fragen: Das Gesicht wird auf diesem Computer gespeichert.</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Erfassen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>This is {name}</source>
        <translation>Das ist {name}</translation>
    </message>
    <message>
        <source>Yes, add this view</source>
        <translation>Ja, Ansicht hinzufügen</translation>
    </message>
    <message>
        <source>More views make {name} surer</source>
        <translation>Mehr Ansichten machen {name} sicherer</translation>
    </message>
    <message>
        <source>Not {name}…</source>
        <translation>Nicht {name} …</translation>
    </message>
    <message>
        <source>{names}?</source>
        <translation>{names}?</translation>
    </message>
    <message>
        <source>This is {name} ({key})</source>
        <translation>Das ist {name} ({key})</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anderes</translation>
    </message>
    <message>
        <source>Who is {title}?</source>
        <translation>Wer ist {title}?</translation>
    </message>
    <message>
        <source>Who is it really?</source>
        <translation>Wer ist es wirklich?</translation>
    </message>
    <message>
        <source>{one} or {other}</source>
        <translation>{one} oder {other}</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Unknown {number}</source>
        <translation>Unbekannt {number}</translation>
    </message>
    <message>
        <source>Nobody in view</source>
        <translation>Niemand im Bild</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>for {time}</source>
        <translation>seit {time}</translation>
    </message>
    <message>
        <source>Here now</source>
        <translation>Jetzt hier</translation>
    </message>
    <message>
        <source>Nothing seen here is kept.</source>
        <translation>Von hier wird nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Sicher</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>Keep the picture shown</source>
        <translation>Das gezeigte Bild aufheben</translation>
    </message>
    <message>
        <source>Save with names…</source>
        <translation>Mit Namen speichern …</translation>
    </message>
    <message>
        <source>Save without names…</source>
        <translation>Ohne Namen speichern …</translation>
    </message>
    <message>
        <source>Copy with names</source>
        <translation>Mit Namen kopieren</translation>
    </message>
    <message>
        <source>Copy without names</source>
        <translation>Ohne Namen kopieren</translation>
    </message>
    <message>
        <source>Save the snapshot</source>
        <translation>Schnappschuss speichern</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG-Bilder (*.png)</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Gespeichert als {name}</translation>
    </message>
    <message>
        <source>the folder cannot be written, or the disk is full</source>
        <translation>der Ordner ist nicht beschreibbar, oder der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the snapshot {name} was not saved</source>
        <translation>der Schnappschuss {name} wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Snapshot copied</source>
        <translation>Schnappschuss kopiert</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation>Video wählen</translation>
    </message>
    <message>
        <source>Videos ({kinds})</source>
        <translation>Videos ({kinds})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation>Quelle wählen</translation>
    </message>
    <message>
        <source>Source: {name}</source>
        <translation>Quelle: {name}</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Video file…</source>
        <translation>Videodatei …</translation>
    </message>
    <message>
        <source>Address…</source>
        <translation>Adresse …</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>live view broke off</source>
        <translation>das Live-Bild brach ab</translation>
    </message>
    <message>
        <source>Show Kith its first face</source>
        <translation>Kith ein erstes Gesicht zeigen</translation>
    </message>
    <message>
        <source>Enrol yourself with the camera: it takes about fifteen seconds. Or point Kith at a folder of photos and name the people it finds.</source>
        <translation>Das eigene Gesicht mit der Kamera erfassen: das dauert etwa fünfzehn Sekunden. Oder einen Ordner mit Fotos wählen und die gefundenen Personen benennen.</translation>
    </message>
    <message>
        <source>Choose a photo folder…</source>
        <translation>Fotoordner wählen …</translation>
    </message>
    <message>
        <source>Faces never leave this computer. You can forget anyone at any time.</source>
        <translation>Gesichter verlassen nie diesen Computer. Jede Person kann jederzeit vergessen werden.</translation>
    </message>
    <message>
        <source>See who is in view</source>
        <translation>Sehen, wer im Bild ist</translation>
    </message>
    <message>
        <source>Watch a camera, a video file or a camera on the network, and Kith names whom it knows.</source>
        <translation>Eine Kamera, eine Videodatei oder eine Netzwerkkamera ansehen; Kith nennt, wen es kennt.</translation>
    </message>
    <message>
        <source>The camera is off until you start it, and whenever you leave this page.</source>
        <translation>Die Kamera bleibt bis zum Start aus, und immer dann, wenn eine andere Seite gezeigt wird.</translation>
    </message>
    <message>
        <source>The video is over</source>
        <translation>Das Video ist zu Ende</translation>
    </message>
    <message>
        <source>It was shown to its end.</source>
        <translation>Es lief bis zum Schluss.</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>press 1 or 2</source>
        <translation>1 oder 2 drücken</translation>
    </message>
    <message>
        <source>click to say who</source>
        <translation>anklicken und benennen</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>click to enrol</source>
        <translation>anklicken zum Erfassen</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n Gesicht</numerusform>
            <numerusform>%n Gesichter</numerusform>
        </translation>
    </message>
    <message>
        <source>detect {detect} ms · embed {embed} ms</source>
        <translation>Finden {detect} ms · Einlesen {embed} ms</translation>
    </message>
    <message>
        <source>{count} new</source>
        <translation>{count} neu</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Merged {names} into {target}, {faces}</source>
        <translation>{names} mit {target} zusammengeführt, {faces}</translation>
    </message>
    <message>
        <source>Removed {count} people; each Undo brings one of them back</source>
        <translation>{count} Personen entfernt; jedes Rückgängig holt eine davon zurück</translation>
    </message>
    <message>
        <source>{name} was erased for good</source>
        <translation>{name} wurde endgültig gelöscht</translation>
    </message>
    <message>
        <source>Reading files for {name}</source>
        <translation>Dateien für {name} werden gelesen</translation>
    </message>
    <message>
        <source>Added {count} view of {name}</source>
        <translation>{count} Ansicht von {name} hinzugefügt</translation>
    </message>
    <message>
        <source>Added {count} views of {name}</source>
        <translation>{count} Ansichten von {name} hinzugefügt</translation>
    </message>
    <message>
        <source>Photos or videos of one person. Several different views are recognised best.</source>
        <translation>Fotos oder Videos einer Person. Mehrere verschiedene Ansichten werden am besten erkannt.</translation>
    </message>
    <message>
        <source>Add from files</source>
        <translation>Aus Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Dateien wählen …</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>Dateien wählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Choose the files first, or drop them here</source>
        <translation>Erst Dateien wählen oder hier ablegen</translation>
    </message>
    <message>
        <source>Nothing chosen yet. Files can be dropped here too.</source>
        <translation>Noch nichts gewählt. Dateien können auch hier abgelegt werden.</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} und {count} weitere</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>kein Gesicht</translation>
    </message>
    <message>
        <source>Nobody is called {name}. Choose somebody who is enrolled.</source>
        <translation>Niemand heißt {name}. Bitte jemanden wählen, der erfasst ist.</translation>
    </message>
    <message>
        <source>There is already someone called {name}</source>
        <translation>Es gibt schon jemanden namens {name}</translation>
    </message>
    <message>
        <source>{name} has {faces}. If they are the same person, the {count} of {old} can be added to them.</source>
        <translation>{name} hat {faces}. Wenn es dieselbe Person ist, kann dort hinzukommen, was {old} hat: {count}.</translation>
    </message>
    <message>
        <source>Merge into {name}</source>
        <translation>Mit {name} zusammenführen</translation>
    </message>
    <message>
        <source>Forget {name}</source>
        <translation>{name} vergessen</translation>
    </message>
    <message>
        <source>Type the name to confirm</source>
        <translation>Zur Bestätigung den Namen eingeben</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>Endgültig vergessen</translation>
    </message>
    <message>
        <source>{name} and {faces} go out of view. Undo brings them back.</source>
        <translation>{name} und {faces} verschwinden aus der Ansicht. Rückgängig holt sie zurück.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Erases {faces} with their pictures and what was read from them, everyone merged into {name}, photos in which no other face is known, and every line of Activity about them. Your own photo files stay where they are, and a model trained on these faces stays as it is. This cannot be undone.</source>
        <translation>Löscht {faces} samt Bildern und allem daraus Gelesenen, alle mit {name} zusammengeführten Personen, Fotos ohne weiteres bekanntes Gesicht und jede Zeile der Aktivität darüber. Die eigenen Fotodateien bleiben, wo sie sind, und ein mit diesen Gesichtern trainiertes Modell bleibt, wie es ist. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Someone else…</source>
        <translation>Jemand anderes …</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>It is not known who this is</source>
        <translation>Es ist nicht bekannt, wer das ist</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitelegen</translation>
    </message>
    <message>
        <source>Neither match nor list these faces</source>
        <translation>Diese Gesichter weder vergleichen noch auflisten</translation>
    </message>
    <message>
        <source>Take these faces out of view</source>
        <translation>Diese Gesichter aus der Ansicht nehmen</translation>
    </message>
    <message>
        <source>Choose faces to move or remove them</source>
        <translation>Gesichter wählen, um sie zu verschieben oder zu entfernen</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>{count} gewählt</translation>
    </message>
    <message>
        <source>{count} px between the eyes</source>
        <translation>{count} px zwischen den Augen</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>scharf</translation>
    </message>
    <message>
        <source>a little soft</source>
        <translation>etwas unscharf</translation>
    </message>
    <message>
        <source>frontal</source>
        <translation>frontal</translation>
    </message>
    <message>
        <source>turned</source>
        <translation>gedreht</translation>
    </message>
    <message>
        <source>turned far away</source>
        <translation>weit weggedreht</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>very bright</source>
        <translation>sehr hell</translation>
    </message>
    <message>
        <source>Search people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Most faces</source>
        <translation>Meiste Gesichter</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>{count} face</source>
        <translation>{count} Gesicht</translation>
    </message>
    <message>
        <source>{count} faces</source>
        <translation>{count} Gesichter</translation>
    </message>
    <message>
        <source>{name}, {faces}</source>
        <translation>{name}, {faces}</translation>
    </message>
    <message>
        <source>{name} has no face and cannot be recognised. Add some views.</source>
        <translation>{name} hat kein Gesicht und kann nicht erkannt werden. Bitte Ansichten hinzufügen.</translation>
    </message>
    <message>
        <source>{name} is known by one face. Add more views to be recognised surely.</source>
        <translation>{name} ist mit einem Gesicht bekannt. Mehr Ansichten machen das Erkennen sicher.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Choose a person to open or rename, or several to merge</source>
        <translation>Eine Person wählen zum Öffnen oder Umbenennen, mehrere zum Zusammenführen</translation>
    </message>
    <message>
        <source>Show their faces (Enter, or click twice)</source>
        <translation>Gesichter zeigen (Eingabe oder Doppelklick)</translation>
    </message>
    <message>
        <source>Merge into…</source>
        <translation>Zusammenführen mit …</translation>
    </message>
    <message>
        <source>Add views with the camera</source>
        <translation>Mit Kamera hinzufügen</translation>
    </message>
    <message>
        <source>Add from files…</source>
        <translation>Aus Dateien …</translation>
    </message>
    <message>
        <source>Forget for good…</source>
        <translation>Endgültig vergessen …</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet</source>
        <translation>Noch ist niemand erfasst</translation>
    </message>
    <message>
        <source>Show a face to the camera for a few seconds, or add some photos of one person.</source>
        <translation>Ein Gesicht ein paar Sekunden in die Kamera zeigen, oder Fotos einer Person hinzufügen.</translation>
    </message>
    <message>
        <source>Enrol with camera</source>
        <translation>Mit Kamera erfassen</translation>
    </message>
    <message>
        <source>Faces stay on this computer.</source>
        <translation>Gesichter bleiben auf diesem Computer.</translation>
    </message>
    <message>
        <source>Merge those chosen</source>
        <translation>Gewählte zusammenführen</translation>
    </message>
    <message>
        <source>Show a person</source>
        <translation>Person zeigen</translation>
    </message>
    <message>
        <source>Nobody is called “{text}”</source>
        <translation>Niemand heißt „{text}“</translation>
    </message>
    <message>
        <source>Names are searched without regard to accents or capitals.</source>
        <translation>Akzente und Großschreibung spielen bei der Suche keine Rolle.</translation>
    </message>
    <message>
        <source>{count} people chosen</source>
        <translation>{count} Personen gewählt</translation>
    </message>
    <message>
        <source>Merge {name} into</source>
        <translation>{name} zusammenführen mit</translation>
    </message>
    <message>
        <source>All faces go to whom you name, whose name stays. Undo takes them apart again.</source>
        <translation>Alle Gesichter gehen an die genannte Person, deren Name bleibt. Rückgängig trennt sie wieder.</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>No face is left</source>
        <translation>Kein Gesicht übrig</translation>
    </message>
    <message>
        <source>Without one, this person cannot be recognised.</source>
        <translation>Ohne Gesicht kann diese Person nicht erkannt werden.</translation>
    </message>
    <message>
        <source>Back to everyone</source>
        <translation>Zurück zu allen</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>A person</source>
        <translation>Eine Person</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Someone else</source>
        <translation>Jemand anderes</translation>
    </message>
    <message>
        <source>Show the photo of a face</source>
        <translation>Das Foto zu einem Gesicht zeigen</translation>
    </message>
    <message>
        <source>The chosen faces go to whom you name. A new name makes a new person.</source>
        <translation>Die gewählten Gesichter gehen an die genannte Person. Ein neuer Name legt eine neue Person an.</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist es?</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>This face is from a camera or a video; there is no photo of it</source>
        <translation>Dieses Gesicht stammt von einer Kamera oder einem Video; es gibt kein Foto dazu</translation>
    </message>
    <message>
        <source>Files that were not used</source>
        <translation>Nicht verwendete Dateien</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Nothing was added for {name}</source>
        <translation>Für {name} kam nichts hinzu</translation>
    </message>
    <message>
        <source>One file was not used:</source>
        <translation>Eine Datei wurde nicht verwendet:</translation>
    </message>
    <message>
        <source>{count} files were not used:</source>
        <translation>{count} Dateien wurden nicht verwendet:</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>What was read stays</source>
        <translation>Eingelesenes bleibt</translation>
    </message>
    <message>
        <source>Reading {folder}</source>
        <translation>{folder} wird eingelesen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more folder(s) wait</source>
        <translation>
            <numerusform>%Ln weiterer Ordner wartet</numerusform>
            <numerusform>%Ln weitere Ordner warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for pictures…</source>
        <translation>Bilder werden gesucht …</translation>
    </message>
    <message>
        <source>Import stopped at {done} of {total}</source>
        <translation>Einlesen bei {done} von {total} angehalten</translation>
    </message>
    <message>
        <source>Import stopped</source>
        <translation>Einlesen angehalten</translation>
    </message>
    <message>
        <source>One question at a time, with the keyboard. Everything can be undone.</source>
        <translation>Eine Frage nach der anderen, mit der Tastatur. Alles lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Start review</source>
        <translation>Durchsicht starten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s)</source>
        <translation>
            <numerusform>%Ln Antwort</numerusform>
            <numerusform>%Ln Antworten</numerusform>
        </translation>
    </message>
    <message>
        <source>{answers} will settle about {faces}</source>
        <translation>{answers} klären etwa {faces}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s)</source>
        <translation>
            <numerusform>%Ln Gesicht</numerusform>
            <numerusform>%Ln Gesichter</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is asked about these. Choose some to change that</source>
        <translation>Nach diesen wird nicht gefragt. Zum Ändern einige wählen</translation>
    </message>
    <message>
        <source>Show single faces</source>
        <translation>Einzelne Gesichter zeigen</translation>
    </message>
    <message>
        <source>Add another folder…</source>
        <translation>Weiteren Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>No faces were found in these photos</source>
        <translation>In diesen Fotos wurden keine Gesichter gefunden</translation>
    </message>
    <message>
        <source>Everyone in these photos has a name</source>
        <translation>Auf diesen Fotos haben alle einen Namen</translation>
    </message>
    <message>
        <source>These resemble no other face, or are not clear enough. Choose some to name them</source>
        <translation>Diese ähneln keinem anderen Gesicht oder sind unklar. Zum Benennen einige wählen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln single face(s) resemble no other and are left.</source>
        <translation>
            <numerusform>%Ln einzelnes Gesicht ähnelt keinem anderen und bleibt übrig.</numerusform>
            <numerusform>%Ln einzelne Gesichter ähneln keinem anderen und bleiben übrig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everyone in these photos has a name or is set aside</source>
        <translation>Auf diesen Fotos haben alle einen Namen oder sind beiseitegelegt</translation>
    </message>
    <message>
        <source>New people</source>
        <translation>Neue Personen</translation>
    </message>
    <message>
        <source>Single faces</source>
        <translation>Einzelne Gesichter</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Benannt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Set aside</source>
        <comment>of faces, as the name of a tab</comment>
        <translation>Beiseite</translation>
    </message>
    <message>
        <source>Photo with its faces</source>
        <translation>Foto mit seinen Gesichtern</translation>
    </message>
    <message>
        <source>Choose those who are somebody else, then say who, or set them aside</source>
        <translation>Die wählen, die jemand anderes sind, dann benennen oder beiseitelegen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) of one person, it seems</source>
        <translation>
            <numerusform>%Ln Gesicht, wie es scheint einer Person</numerusform>
            <numerusform>%Ln Gesichter, wie es scheint derselben Person</numerusform>
        </translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>These files were left out. Mend or remove them, then try again.</source>
        <translation>Diese Dateien blieben außen vor. Reparieren oder entfernen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Files that could not be read</source>
        <translation>Nicht lesbare Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>People in these photos</source>
        <translation>Personen in diesen Fotos</translation>
    </message>
    <message>
        <source>Sort again</source>
        <translation>Neu sortieren</translation>
    </message>
    <message>
        <source>With all that was named since</source>
        <translation>Mit allem, was seither benannt wurde</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Choose a folder with photos</source>
        <translation>Einen Ordner mit Fotos wählen</translation>
    </message>
    <message>
        <source>Drop the folder that the photos are in</source>
        <translation>Den Ordner mit den Fotos hier ablegen</translation>
    </message>
    <message>
        <source>Name the current row</source>
        <translation>Die aktuelle Zeile benennen</translation>
    </message>
    <message>
        <source>Accept its suggestion</source>
        <translation>Ihren Vorschlag annehmen</translation>
    </message>
    <message>
        <source>Set it aside as a stranger</source>
        <translation>Als Fremde beiseitelegen</translation>
    </message>
    <message>
        <source>Open it to split it</source>
        <translation>Zum Trennen öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln Foto</numerusform>
            <numerusform>%Ln Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no picture in {folder}</source>
        <translation>In {folder} ist kein Bild</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) read in {folder}</source>
        <translation>
            <numerusform>%Ln Foto in {folder} eingelesen</numerusform>
            <numerusform>%Ln Fotos in {folder} eingelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read</source>
        <translation>
            <numerusform>%Ln war nicht lesbar</numerusform>
            <numerusform>%Ln waren nicht lesbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln video(s) left out</source>
        <translation>
            <numerusform>%Ln Video ausgelassen</numerusform>
            <numerusform>%Ln Videos ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Click on a face to name it</source>
        <translation>Zum Benennen ein Gesicht anklicken</translation>
    </message>
    <message>
        <source>it came from a camera or a video</source>
        <translation>es stammt von einer Kamera oder einem Video</translation>
    </message>
    <message>
        <source>it is no longer in the gallery</source>
        <translation>es ist nicht mehr in der Galerie</translation>
    </message>
    <message>
        <source>There is no photo of this face</source>
        <translation>Zu diesem Gesicht gibt es kein Foto</translation>
    </message>
    <message>
        <source>Opening the photo…</source>
        <translation>Das Foto wird geöffnet …</translation>
    </message>
    <message>
        <source>Name those chosen…</source>
        <translation>Gewählte benennen …</translation>
    </message>
    <message>
        <source>Take back in</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Takes them out of view; undo brings them back</source>
        <translation>Nimmt sie aus der Ansicht; Rückgängig holt sie zurück</translation>
    </message>
    <message>
        <source>Strangers: no longer asked about</source>
        <translation>Fremde: nach ihnen wird nicht mehr gefragt</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Type a name…</source>
        <translation>Namen eingeben …</translation>
    </message>
    <message>
        <source>Back to the photos</source>
        <translation>Zurück zu den Fotos</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>Ist das {name}?</translation>
    </message>
    <message>
        <source>Others that look just like this one</source>
        <translation>Andere, die genauso aussehen</translation>
    </message>
    <message numerus="yes">
        <source>Yes also names %Ln face(s) that look just like this one.</source>
        <translation>
            <numerusform>Ja benennt auch %Ln Gesicht, das genauso aussieht.</numerusform>
            <numerusform>Ja benennt auch %Ln Gesichter, die genauso aussehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} in {shown} of {count} faces</source>
        <translation>{name} in {shown} von {count} Gesichtern</translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) settled</source>
        <translation>
            <numerusform>%Ln Gesicht geklärt</numerusform>
            <numerusform>%Ln Gesichter geklärt</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} named</source>
        <translation>{count} benannt</translation>
    </message>
    <message>
        <source>{count} set aside</source>
        <translation>{count} beiseitegelegt</translation>
    </message>
    <message>
        <source>{count} not faces</source>
        <translation>{count} keine Gesichter</translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) skipped</source>
        <translation>
            <numerusform>%Ln Frage übersprungen</numerusform>
            <numerusform>%Ln Fragen übersprungen</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} answered</source>
        <translation>{count} beantwortet</translation>
    </message>
    <message>
        <source>{count} to go</source>
        <translation>noch {count}</translation>
    </message>
    <message>
        <source>{count} faces settled</source>
        <translation>{count} geklärt</translation>
    </message>
    <message numerus="yes">
        <source>The name goes to %Ln more face(s) that look just like this one.</source>
        <translation>
            <numerusform>Der Name gilt auch für %Ln weiteres Gesicht, das genauso aussieht.</numerusform>
            <numerusform>Der Name gilt auch für %Ln weitere Gesichter, die genauso aussehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Stranger</source>
        <translation>Fremd</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Name this person…</source>
        <translation>Benennen …</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>Trennen …</translation>
    </message>
    <message>
        <source>Some of them are somebody else (O)</source>
        <translation>Einige sind jemand anderes (O)</translation>
    </message>
    <message>
        <source>Set all of these faces aside (U)</source>
        <translation>Alle diese Gesichter beiseitelegen (U)</translation>
    </message>
    <message>
        <source>maybe {name}</source>
        <translation>vielleicht {name}</translation>
    </message>
    <message>
        <source>It is {name}</source>
        <translation>Es ist {name}</translation>
    </message>
    <message>
        <source>{faces}, maybe {name}</source>
        <translation>{faces}, vielleicht {name}</translation>
    </message>
    <message>
        <source>Point Kith at a folder of photos</source>
        <translation>Einen Fotoordner wählen</translation>
    </message>
    <message>
        <source>It finds the faces and sorts them into people. You give each a name once.</source>
        <translation>Kith findet die Gesichter und sortiert sie nach Personen. Jede bekommt einmal einen Namen.</translation>
    </message>
    <message>
        <source>Or drop a folder here. Your photos stay where they are and are never changed.</source>
        <translation>Oder hier einen Ordner ablegen. Die Fotos bleiben, wo sie sind, und werden nie verändert.</translation>
    </message>
    <message>
        <source>Sorting</source>
        <translation>Sortieren</translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation>Fotos werden eingelesen</translation>
    </message>
    <message>
        <source>Faces appear here, sorted into people, once the folder is read.</source>
        <translation>Sobald der Ordner eingelesen ist, erscheinen hier die Gesichter, nach Personen sortiert.</translation>
    </message>
    <message>
        <source>Sorting {count} faces…</source>
        <translation>{count} Gesichter werden sortiert …</translation>
    </message>
    <message>
        <source>Opening the photos…</source>
        <translation>Die Fotos werden geöffnet …</translation>
    </message>
    <message>
        <source>The faces are not sorted yet</source>
        <translation>Die Gesichter sind noch nicht sortiert</translation>
    </message>
    <message>
        <source>Sort now</source>
        <translation>Jetzt sortieren</translation>
    </message>
    <message>
        <source>+{count}</source>
        <translation>+{count}</translation>
    </message>
    <message>
        <source>All on this computer</source>
        <translation>Alles lokal</translation>
    </message>
    <message>
        <source>Faces never leave this computer</source>
        <translation>Gesichter verlassen nie diesen Computer</translation>
    </message>
    <message>
        <source>About Kith</source>
        <translation>Über Kith</translation>
    </message>
    <message>
        <source>Version {version}. Free software under the MIT licence.</source>
        <translation>Version {version}. Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Faces never leave this computer. Kith goes online only to fetch the files of models, and to addresses of cameras that you give it.</source>
        <translation>Gesichter verlassen nie diesen Computer. Kith geht nur ins Netz, um Modelldateien zu holen, und zu angegebenen Kameraadressen.</translation>
    </message>
    <message>
        <source>GPU (Apple)</source>
        <translation>GPU (Apple)</translation>
    </message>
    <message>
        <source>GPU (NVIDIA)</source>
        <translation>GPU (NVIDIA)</translation>
    </message>
    <message>
        <source>Automatic: the fastest there is</source>
        <translation>Automatisch: das schnellste</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Models run on</source>
        <translation>Modelle laufen auf</translation>
    </message>
    <message>
        <source>Looking at this computer</source>
        <translation>Dieser Computer wird angesehen</translation>
    </message>
    <message>
        <source>Check this computer</source>
        <translation>Computer prüfen</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>GPU: {name}</source>
        <translation>GPU: {name}</translation>
    </message>
    <message>
        <source>In use: {name}</source>
        <translation>In Gebrauch: {name}</translation>
    </message>
    <message>
        <source>What is in use is not known now.</source>
        <translation>Was in Gebrauch ist, ist gerade nicht bekannt.</translation>
    </message>
    <message>
        <source>Checking: this takes a few seconds</source>
        <translation>Prüfung läuft: das dauert einige Sekunden</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) need(s) a look</source>
        <translation>
            <numerusform>%n Punkt braucht Aufmerksamkeit</numerusform>
            <numerusform>%n Punkte brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is there</source>
        <translation>Alles ist da</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>this computer&apos;s processor</source>
        <translation>der Prozessor dieses Computers</translation>
    </message>
    <message>
        <source>this computer&apos;s GPU</source>
        <translation>die GPU dieses Computers</translation>
    </message>
    <message>
        <source>well</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>not well</source>
        <translation>nicht in Ordnung</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Größe wird ermittelt</translation>
    </message>
    <message>
        <source>People, faces and their pictures lie in gallery.db, models in models. Your photos stay where they are. To keep everything elsewhere, start Kith with --data-dir and another folder.</source>
        <translation>Personen, Gesichter und ihre Bilder liegen in gallery.db, Modelle in models. Die Fotos bleiben, wo sie sind. Um alles anderswo zu halten, Kith mit --data-dir und einem anderen Ordner starten.</translation>
    </message>
    <message>
        <source>{size} of people and faces</source>
        <translation>{size} Personen und Gesichter</translation>
    </message>
    <message>
        <source>{size} of models</source>
        <translation>{size} Modelle</translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation>{size} insgesamt</translation>
    </message>
    <message>
        <source>Appearance and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>theme</comment>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Each choice applies at once</source>
        <translation>Jede Wahl gilt sofort</translation>
    </message>
    <message>
        <source>Balanced: a good start for most people.</source>
        <translation>Ausgewogen: für die meisten ein guter Anfang.</translation>
    </message>
    <message>
        <source>Stricter: fewer wrong names, more unknown.</source>
        <translation>Strenger: weniger falsche Namen, mehr Unbekannte.</translation>
    </message>
    <message>
        <source>Strictest: a wrong name is very rare, and many faces stay unknown.</source>
        <translation>Am strengsten: ein falscher Name ist sehr selten, und viele Gesichter bleiben unbekannt.</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Loosest: almost nobody is missed, but wrong names are more frequent.</source>
        <translation>Am lockersten: fast niemand wird übersehen, aber falsche Namen sind häufiger.</translation>
    </message>
    <message>
        <source>One stranger in {count}</source>
        <translation>Einer von {count} Fremden</translation>
    </message>
    <message>
        <source>How often may a stranger be given a name?</source>
        <translation>Wie oft darf ein Fremder einen Namen bekommen?</translation>
    </message>
    <message>
        <source>YuNet (fast)</source>
        <translation>YuNet (schnell)</translation>
    </message>
    <message>
        <source>MTCNN (slower)</source>
        <translation>MTCNN (langsamer)</translation>
    </message>
    <message>
        <source>Face detector</source>
        <translation>Gesichtsdetektor</translation>
    </message>
    <message>
        <source>Finds faces in pictures read from now on.</source>
        <translation>Findet Gesichter in Bildern, die ab jetzt eingelesen werden.</translation>
    </message>
    <message>
        <source>Steadier names in live view, but slower</source>
        <translation>Ruhigere Namen in der Live-Ansicht, dafür langsamer</translation>
    </message>
    <message>
        <source>Each face is read twice, the second time as its mirror image.</source>
        <translation>Jedes Gesicht wird zweimal gelesen, beim zweiten Mal gespiegelt.</translation>
    </message>
    <message>
        <source>Model that decides</source>
        <translation>Entscheidendes Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Set outside this window.</source>
        <translation>Außerhalb dieses Fensters eingestellt.</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>1 in {count}</source>
        <translation>1 von {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>Use the new model</source>
        <translation>Neues Modell verwenden</translation>
    </message>
    <message>
        <source>Keep the old one</source>
        <translation>Altes behalten</translation>
    </message>
    <message>
        <source>Switch back</source>
        <translation>Zurückwechseln</translation>
    </message>
    <message>
        <source>Let {base} decide again</source>
        <translation>Wieder {base} entscheiden lassen</translation>
    </message>
    <message>
        <source>The new model decides now. Switching back takes a moment; nothing is lost.</source>
        <translation>Jetzt entscheidet das neue Modell. Zurückwechseln dauert einen Moment; nichts geht verloren.</translation>
    </message>
    <message>
        <source>The old model decides. The new one is kept, also under Models.</source>
        <translation>Das alte Modell entscheidet. Das neue bleibt erhalten, auch unter Modelle.</translation>
    </message>
    <message>
        <source>{faces} faces are read again in the background; you can switch back.</source>
        <translation>{faces} Gesichter werden im Hintergrund neu eingelesen; Zurückwechseln ist möglich.</translation>
    </message>
    <message>
        <source>Everything stays as it is</source>
        <translation>Alles bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Getting the model</source>
        <translation>Das Modell wird geholt</translation>
    </message>
    <message>
        <source>Getting the model ready</source>
        <translation>Das Modell wird vorbereitet</translation>
    </message>
    <message>
        <source>Getting the model ready. Until then the present model decides.</source>
        <translation>Das Modell wird vorbereitet. Bis dahin entscheidet das jetzige.</translation>
    </message>
    <message>
        <source>Faces read: {far}. Until then the present model decides.</source>
        <translation>Gesichter eingelesen: {far}. Bis dahin entscheidet das jetzige Modell.</translation>
    </message>
    <message>
        <source>{done} of {total} MB</source>
        <translation>{done} von {total} MB</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>Noch einmal trainieren</translation>
    </message>
    <message>
        <source>recognised: {first} → {last}</source>
        <translation>erkannt: {first} → {last}</translation>
    </message>
    <message>
        <source>active triplets {share}</source>
        <translation>aktive Triplets {share}</translation>
    </message>
    <message>
        <source>Curves of training</source>
        <translation>Trainingskurven</translation>
    </message>
    <message>
        <source>what is left to learn</source>
        <translation>was noch zu lernen ist</translation>
    </message>
    <message>
        <source>reading faces, {done} of {total}</source>
        <translation>Gesichter werden eingelesen, {done} von {total}</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>training on all faces</source>
        <translation>Training mit allen Gesichtern</translation>
    </message>
    <message>
        <source>try-out {place} of {count}</source>
        <translation>Probelauf {place} von {count}</translation>
    </message>
    <message>
        <source>step {done} of {total}</source>
        <translation>Schritt {done} von {total}</translation>
    </message>
    <message>
        <source>loss {value}</source>
        <translation>Verlust {value}</translation>
    </message>
    <message>
        <source>held-out faces recognised {share}</source>
        <translation>zurückgehaltene Gesichter erkannt {share}</translation>
    </message>
    <message>
        <source>Getting ready. Nothing changes if you stop.</source>
        <translation>Wird vorbereitet. Anhalten ändert nichts.</translation>
    </message>
    <message>
        <source>Stopping. Nothing was changed.</source>
        <translation>Wird angehalten. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Training was stopped. Nothing was changed.</source>
        <translation>Das Training wurde angehalten. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Training stopped because the engine stopped; nothing was changed.</source>
        <translation>Das Training brach ab, weil der Kern stehen blieb; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>1. A second recogniser learns from your people&apos;s photos.</source>
        <translation>1. Ein zweites Modell lernt aus den Fotos der erfassten Personen.</translation>
    </message>
    <message>
        <source>2. It is tried out on photos kept aside, against the one you have.</source>
        <translation>2. Es wird an zurückgehaltenen Fotos mit dem jetzigen verglichen.</translation>
    </message>
    <message>
        <source>3. You decide which of the two is used.</source>
        <translation>3. Danach wird entschieden, welches von beiden verwendet wird.</translation>
    </message>
    <message>
        <source>decides now</source>
        <translation>entscheidet jetzt</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>How it did on photos it had not seen</source>
        <translation>Wie es auf ungesehenen Fotos abschnitt</translation>
    </message>
    <message>
        <source>Kith tries out on the people enrolled how the network wants its pictures, and shows who gains and who loses. The present model goes on deciding.</source>
        <translation>Kith probiert an den erfassten Personen aus, wie das Netz seine Bilder haben will, und zeigt, wer gewinnt und wer verliert. Das jetzige Modell entscheidet weiter.</translation>
    </message>
    <message>
        <source>Add {file}</source>
        <translation>{file} hinzufügen</translation>
    </message>
    <message>
        <source>For example Apache-2.0</source>
        <translation>Zum Beispiel Apache-2.0</translation>
    </message>
    <message>
        <source>Licence of the weights</source>
        <translation>Lizenz der Gewichte</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Values of a pixel</source>
        <translation>Werte eines Pixels</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
    <message>
        <source>Its file goes, and what it read from every face. People, photos and the other models stay. This cannot be undone.</source>
        <translation>Seine Datei wird gelöscht, und was es aus jedem Gesicht gelesen hat. Personen, Fotos und die anderen Modelle bleiben. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>{name} löschen</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>{other} against {base}</source>
        <translation>{other} gegen {base}</translation>
    </message>
    <message>
        <source>{name} was added</source>
        <translation>{name} wurde hinzugefügt</translation>
    </message>
    <message>
        <source>It cannot decide yet: {reason}</source>
        <translation>Es kann noch nicht entscheiden: {reason}</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Dieses verwenden</translation>
    </message>
    <message>
        <source>Named right</source>
        <translation>Richtig benannt</translation>
    </message>
    <message>
        <source>Given a wrong name</source>
        <translation>Falsch benannt</translation>
    </message>
    <message>
        <source>Gain: {people}</source>
        <translation>Gewinnen: {people}</translation>
    </message>
    <message>
        <source>Lose: {people}</source>
        <translation>Verlieren: {people}</translation>
    </message>
    <message numerus="yes">
        <source>%n people: the same</source>
        <translation>
            <numerusform>%n Person: unverändert</numerusform>
            <numerusform>%n Personen: unverändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces, each named by the person&apos;s other faces</source>
        <translation>
            <numerusform>%n Gesicht, benannt nach den anderen Gesichtern der Person</numerusform>
            <numerusform>%n Gesichter, jedes benannt nach den anderen Gesichtern der Person</numerusform>
        </translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>{name} ({before} → {after} of {faces})</source>
        <translation>{name} ({before} → {after} von {faces})</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Its pictures: {size} pixels, {order}, {layout}, as its file says.</source>
        <translation>Seine Bilder: {size} Pixel, {order}, {layout}, wie die Datei es sagt.</translation>
    </message>
    <message>
        <source>Its pictures: {size} pixels, {order}, {layout}, values {values}. So it recognises best.</source>
        <translation>Seine Bilder: {size} Pixel, {order}, {layout}, Werte {values}. So erkennt es am besten.</translation>
    </message>
    <message>
        <source>This is a guess: it does not tell the people enrolled apart in any way that was tried.</source>
        <translation>Das ist geraten: Auf keine der probierten Weisen hält es die erfassten Personen auseinander.</translation>
    </message>
    <message numerus="yes">
        <source>%n other ways are as good on these faces. If you know better, add it again so.</source>
        <translation>
            <numerusform>%n andere Weise ist bei diesen Gesichtern ebenso gut. Wer es besser weiß, fügt es so noch einmal hinzu.</numerusform>
            <numerusform>%n andere Weisen sind bei diesen Gesichtern ebenso gut. Wer es besser weiß, fügt es so noch einmal hinzu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>Herausfinden</translation>
    </message>
    <message>
        <source>mean and deviation of ImageNet</source>
        <translation>Mittel und Streuung von ImageNet</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>wie sie sind</translation>
    </message>
    <message>
        <source>Use {model}</source>
        <translation>{model} verwenden</translation>
    </message>
    <message>
        <source>Published · {backbone}, {size} numbers a face</source>
        <translation>Veröffentlicht · {backbone}, {size} Zahlen je Gesicht</translation>
    </message>
    <message>
        <source>Retrained from {base}</source>
        <translation>Nachtrainiert aus {base}</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More about {model}</source>
        <translation>Mehr zu {model}</translation>
    </message>
    <message>
        <source>Compare with the one that decides…</source>
        <translation>Mit dem vergleichen, das entscheidet …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>From a file · {size} numbers a face · licence: {licence}</source>
        <translation>Aus einer Datei · {size} Zahlen je Gesicht · Lizenz: {licence}</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Retrained from {base} · {when}</source>
        <translation>Nachtrainiert aus {base} · {when}</translation>
    </message>
    <message>
        <source>at one false accept in 1,000</source>
        <translation>bei einer Falschakzeptanz auf 1.000</translation>
    </message>
    <message>
        <source>Add a model of your own</source>
        <translation>Ein eigenes Modell hinzufügen</translation>
    </message>
    <message>
        <source>Add a published model</source>
        <translation>Veröffentlichtes Modell hinzufügen</translation>
    </message>
    <message>
        <source>The model that decides is the one that turns faces into names.</source>
        <translation>Das entscheidende Modell macht aus Gesichtern Namen.</translation>
    </message>
    <message>
        <source>Add from a file…</source>
        <translation>Aus Datei hinzufügen …</translation>
    </message>
    <message>
        <source>Any ArcFace-style recogniser as an ONNX file: AuraFace, AdaFace, EdgeFace, one that Kith exported, or one you trained.</source>
        <translation>Jeder Erkenner nach Art von ArcFace als ONNX-Datei: AuraFace, AdaFace, EdgeFace, ein von Kith exportierter oder ein selbst trainierter.</translation>
    </message>
    <message>
        <source>Download, about {size} MB</source>
        <translation>Herunterladen, etwa {size} MB</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Aus einer Datei …</translation>
    </message>
    <message>
        <source>Licence: {licence}. From {origin}</source>
        <translation>Lizenz: {licence}. Von {origin}</translation>
    </message>
    <message>
        <source>Weights of {name}</source>
        <translation>Gewichte von {name}</translation>
    </message>
    <message>
        <source>Weights (*.pt)</source>
        <translation>Gewichte (*.pt)</translation>
    </message>
    <message>
        <source>A recogniser as an ONNX file</source>
        <translation>Ein Erkenner als ONNX-Datei</translation>
    </message>
    <message>
        <source>ONNX files (*.onnx)</source>
        <translation>ONNX-Dateien (*.onnx)</translation>
    </message>
    <message>
        <source>Export {name} to</source>
        <translation>{name} exportieren nach</translation>
    </message>
    <message>
        <source>Exported to {folder}</source>
        <translation>Exportiert nach {folder}</translation>
    </message>
    <message>
        <source>Teach the recogniser your own people</source>
        <translation>Der Erkennung die eigenen Leute beibringen</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>All models, and adding one</source>
        <translation>Alle Modelle, und eines hinzufügen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Nothing changes if you stop</source>
        <translation>Anhalten ändert nichts</translation>
    </message>
    <message>
        <source>Nobody to learn from yet</source>
        <translation>Noch niemand zum Lernen da</translation>
    </message>
    <message>
        <source>Training needs at least two people with two photos each; three of each allow a proof.</source>
        <translation>Das Training braucht mindestens zwei Personen mit je zwei Fotos; mit je dreien ist ein Nachweis möglich.</translation>
    </message>
    <message>
        <source>Add people</source>
        <translation>Personen hinzufügen</translation>
    </message>
    <message>
        <source>Sort photos</source>
        <translation>Fotos sortieren</translation>
    </message>
    <message>
        <source>Train on these people; you decide afterwards (T)</source>
        <translation>Mit diesen Personen trainieren; entschieden wird danach (T)</translation>
    </message>
    <message>
        <source>new model</source>
        <translation>neues Modell</translation>
    </message>
    <message>
        <source>faces recognised, by how many strangers are falsely accepted</source>
        <translation>erkannte Gesichter, je nachdem, wie viele Fremde fälschlich akzeptiert werden</translation>
    </message>
    <message>
        <source>ROC: true accept rate (TAR) over false match rate (FMR)</source>
        <translation>ROC: Richtigakzeptanzrate (TAR) über der Falschübereinstimmungsrate (FMR)</translation>
    </message>
    <message>
        <source>Proof, on photos it has not seen</source>
        <translation>Nachweis auf ungesehenen Fotos</translation>
    </message>
    <message>
        <source>Curve of faces recognised</source>
        <translation>Kurve der erkannten Gesichter</translation>
    </message>
    <message>
        <source>Too few photos for a curve. Three photos each of two people or more allow one.</source>
        <translation>Zu wenige Fotos für eine Kurve. Je drei Fotos von zwei oder mehr Personen genügen.</translation>
    </message>
    <message>
        <source>No curve was kept with this model.</source>
        <translation>Zu diesem Modell wurde keine Kurve aufgehoben.</translation>
    </message>
    <message>
        <source>At one false accept in 1,000.</source>
        <translation>Bei einer Falschakzeptanz auf 1.000.</translation>
    </message>
    <message>
        <source>* Too few pairs of strangers for a rate this small: counted where none of them is accepted.</source>
        <translation>* Zu wenige Paare von Fremden für eine so kleine Rate: gezählt, wo keines davon akzeptiert wird.</translation>
    </message>
    <message>
        <source>recognised at</source>
        <translation>erkannt bei</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>InceptionResnetV1: a larger network, slower than the one that comes with Kith</source>
        <translation>InceptionResnetV1: ein größeres Netz, langsamer als das mitgelieferte</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Who has one photo</source>
        <translation>Wer nur ein Foto hat</translation>
    </message>
    <message>
        <source>Ready to learn from</source>
        <translation>Bereit zum Lernen</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have one photo: recognised, but not trained on.</source>
        <translation>
            <numerusform>%n Person hat nur ein Foto: erkannt, aber nicht trainiert.</numerusform>
            <numerusform>%n Personen haben nur ein Foto: erkannt, aber nicht trainiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at how it would go here</source>
        <translation>Es wird abgeschätzt, wie es hier liefe</translation>
    </message>
    <message>
        <source>Too few photos to prove the result: three each of two people allow it</source>
        <translation>Zu wenige Fotos für einen Nachweis: je drei von zwei Personen genügen</translation>
    </message>
    <message>
        <source>{share} held out to prove the result</source>
        <translation>{share} für den Nachweis zurückgehalten</translation>
    </message>
    <message>
        <source>{faces} faces, {mean} each on average</source>
        <translation>{faces} Gesichter, im Mittel je {mean}</translation>
    </message>
    <message>
        <source>last layer only</source>
        <translation>nur die letzte Schicht</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
    <message>
        <source>time not known yet</source>
        <translation>Dauer noch unbekannt</translation>
    </message>
    <message>
        <source>{where}, {depth}: {time}.</source>
        <translation>{where}, {depth}: {time}.</translation>
    </message>
    <message>
        <source>On this computer&apos;s processor</source>
        <translation>Auf dem Prozessor dieses Computers</translation>
    </message>
    <message>
        <source>On {device}</source>
        <translation>Auf {device}</translation>
    </message>
    <message>
        <source>the GPU</source>
        <translation>der GPU</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>People with one photo</source>
        <translation>Personen mit nur einem Foto</translation>
    </message>
    <message>
        <source>They are recognised, but training learns from two photos or more of a person.</source>
        <translation>Sie werden erkannt, aber das Training lernt aus zwei oder mehr Fotos einer Person.</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Fotos hinzufügen</translation>
    </message>
    <message>
        <source>nearly all</source>
        <translation>fast alle</translation>
    </message>
    <message>
        <source>nearly every face</source>
        <translation>fast jedes Gesicht</translation>
    </message>
    <message>
        <source>{count} in 10</source>
        <translation>{count} von 10</translation>
    </message>
    <message>
        <source>{count} faces in 10</source>
        <translation>{count} von 10 Gesichtern</translation>
    </message>
    <message>
        <source>1 face in {count}</source>
        <translation>1 von {count} Gesichtern</translation>
    </message>
    <message>
        <source>Too few photos to tell whether it got better</source>
        <translation>Zu wenige Fotos, um eine Verbesserung zu erkennen</translation>
    </message>
    <message>
        <source>New faces of the people it learnt: {change} points, which may be chance ({range}).</source>
        <translation>Neue Gesichter der gelernten Personen: {change} Punkte, was Zufall sein kann ({range}).</translation>
    </message>
    <message>
        <source>For people it was not trained on, there were too few photos to measure.</source>
        <translation>Für Personen, mit denen nicht trainiert wurde, gab es zu wenige Fotos zum Messen.</translation>
    </message>
    <message>
        <source>Face {place} of {count}</source>
        <translation>Gesicht {place} von {count}</translation>
    </message>
    <message>
        <source>A name has {most} characters at the most</source>
        <translation>Ein Name hat höchstens {most} Zeichen</translation>
    </message>
    <message>
        <source>Type it anew</source>
        <translation>Neu eingeben</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>1 face, add more</source>
        <translation>1 Gesicht, mehr wären besser</translation>
    </message>
    <message>
        <source>no face, add some</source>
        <translation>kein Gesicht, bitte hinzufügen</translation>
    </message>
    <message>
        <source>Kith is open already on {folder}</source>
        <translation>Kith ist schon mit {folder} geöffnet</translation>
    </message>
    <message>
        <source>its window does not answer</source>
        <translation>sein Fenster antwortet nicht</translation>
    </message>
    <message>
        <source>Close or end that one first, or choose another folder with --data-dir</source>
        <translation>Dieses zuerst schließen oder beenden, oder mit --data-dir einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Back to Training</source>
        <translation>Zurück zum Training</translation>
    </message>
    <message>
        <source>Save page…</source>
        <translation>Seite speichern …</translation>
    </message>
    <message>
        <source>One HTML file with curves and pictures</source>
        <translation>Eine HTML-Datei mit Kurven und Bildern</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>Tabelle speichern …</translation>
    </message>
    <message>
        <source>All figures, for a spreadsheet</source>
        <translation>Alle Zahlen, für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Choose a folder first</source>
        <translation>Erst einen Ordner wählen</translation>
    </message>
    <message>
        <source>Enrol at least two people, one of them with two photos, or judge a folder</source>
        <translation>Mindestens zwei Personen erfassen, eine davon mit zwei Fotos, oder einen Ordner auswerten</translation>
    </message>
    <message>
        <source>How well are faces recognised?</source>
        <translation>Wie gut werden Gesichter erkannt?</translation>
    </message>
    <message>
        <source>Every face is compared with every other, and searched among all people as if it were new. You see how many are recognised, where it goes wrong, and which photos may be mislabelled. Nothing is changed.</source>
        <translation>Jedes Gesicht wird mit jedem anderen verglichen und unter allen Personen gesucht, als wäre es neu. Zu sehen ist, wie viele erkannt werden, wo es schiefgeht und welche Fotos falsch zugeordnet sein könnten. Nichts wird geändert.</translation>
    </message>
    <message>
        <source>The evaluation was stopped. Nothing was changed.</source>
        <translation>Die Auswertung wurde abgebrochen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The evaluation stopped because the engine stopped; nothing was changed.</source>
        <translation>Die Auswertung brach ab, weil der Kern stehen blieb; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Save page</source>
        <translation>Seite speichern</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Seite (*.html)</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>Tabelle speichern</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>Gespeichert: {name}</translation>
    </message>
    <message>
        <source>My people</source>
        <translation>Meine Personen</translation>
    </message>
    <message>
        <source>A folder, with one for each person</source>
        <translation>Ein Ordner mit je einem pro Person</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>{name} (in use)</source>
        <translation>{name} (aktiv)</translation>
    </message>
    <message>
        <source>Folder with one for each person</source>
        <translation>Ordner mit je einem pro Person</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>Said to be one person, but least alike: is one of them mislabelled?</source>
        <translation>Als eine Person benannt, aber am wenigsten ähnlich: ist ein Foto falsch zugeordnet?</translation>
    </message>
    <message>
        <source>Said to be two people, but most alike: are they one?</source>
        <translation>Als zwei Personen benannt, aber am ähnlichsten: sind sie dieselbe?</translation>
    </message>
    <message>
        <source>similarity {value}</source>
        <translation>Ähnlichkeit {value}</translation>
    </message>
    <message>
        <source>Look at this face of {name}, and correct whose it is</source>
        <translation>Dieses Gesicht von {name} ansehen und richtig zuordnen</translation>
    </message>
    <message>
        <source>Face of {name}</source>
        <translation>Gesicht von {name}</translation>
    </message>
    <message>
        <source>{right} of {probes} faces get their name, {wrong} another&apos;s</source>
        <translation>{right} von {probes} Gesichtern bekommen ihren Namen, {wrong} einen falschen</translation>
    </message>
    <message>
        <source>{share} of the pairs of one person are recognised</source>
        <translation>{share} der Paare einer Person werden erkannt</translation>
    </message>
    <message>
        <source>As Kith is set, {rate} strangers may get a name; here {named} of {strangers} did. Faces left between two people: {unsure}.</source>
        <translation>In der jetzigen Einstellung darf {rate} Fremden einen Namen bekommen; hier waren es {named} von {strangers}. Zwischen zwei Personen unentschieden: {unsure}.</translation>
    </message>
    <message>
        <source>At one false accept in 1,000, {share} of the pairs of one person are recognised.</source>
        <translation>Bei einer Falschakzeptanz auf 1.000 werden {share} der Paare einer Person erkannt.</translation>
    </message>
    <message>
        <source>There are too few pairs of two people to count a rate this small.</source>
        <translation>Für eine so kleine Rate gibt es zu wenige Paare zweier Personen.</translation>
    </message>
    <message>
        <source>{faces} faces of {people} people: {genuine} pairs of one person, {impostor} of two.</source>
        <translation>{faces} Gesichter von {people} Personen: {genuine} Paare einer Person, {impostor} zweier Personen.</translation>
    </message>
    <message>
        <source>The pairs are a random sample of all.</source>
        <translation>Die Paare sind eine Zufallsauswahl aus allen.</translation>
    </message>
    <message numerus="yes">
        <source>%n more face(s) cannot be recognised and are left out.</source>
        <translation>
            <numerusform>%n weiteres Gesicht ist nicht erkennbar und bleibt außen vor.</numerusform>
            <numerusform>%n weitere Gesichter sind nicht erkennbar und bleiben außen vor.</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} and {second} differ by {points} points, which may be chance.</source>
        <translation>{first} und {second} unterscheiden sich um {points} Punkte, was Zufall sein kann.</translation>
    </message>
    <message>
        <source>{first} recognises more of the pairs than {second}: {points} points.</source>
        <translation>{first} erkennt mehr der Paare als {second}: {points} Punkte.</translation>
    </message>
    <message>
        <source>{first} recognises fewer of the pairs than {second}: {points} points.</source>
        <translation>{first} erkennt weniger der Paare als {second}: {points} Punkte.</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value} ({low} bis {high})</translation>
    </message>
    <message>
        <source>{people}, all of them</source>
        <translation>{people}, alle</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>gezählt</translation>
    </message>
    <message>
        <source>extrapolated</source>
        <translation>hochgerechnet</translation>
    </message>
    <message>
        <source>too few faces</source>
        <translation>zu wenige Gesichter</translation>
    </message>
    <message>
        <source>low quality</source>
        <translation>geringe Qualität</translation>
    </message>
    <message>
        <source>middling quality</source>
        <translation>mittlere Qualität</translation>
    </message>
    <message>
        <source>high quality</source>
        <translation>hohe Qualität</translation>
    </message>
    <message>
        <source>looking ahead</source>
        <translation>Blick geradeaus</translation>
    </message>
    <message>
        <source>turned, 15 to 35 degrees</source>
        <translation>gedreht, 15 bis 35 Grad</translation>
    </message>
    <message>
        <source>turned farther</source>
        <translation>weiter gedreht</translation>
    </message>
    <message>
        <source>not recognisable</source>
        <translation>nicht erkennbar</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Auswerten …</translation>
    </message>
    <message>
        <source>How well faces are recognised, and where not</source>
        <translation>Wie gut Gesichter erkannt werden, und wo nicht</translation>
    </message>
    <message>
        <source>Recognised, by how often two people are taken for one</source>
        <translation>Erkannt, je nachdem wie oft zwei Personen für eine gehalten werden</translation>
    </message>
    <message>
        <source>False rejects (left) and false accepts (below)</source>
        <translation>Falschablehnungen (links) und Falschakzeptanzen (unten)</translation>
    </message>
    <message>
        <source>DET: FNMR over FMR, both as normal deviates</source>
        <translation>DET: FNMR über FMR, beide als Quantile der Normalverteilung</translation>
    </message>
    <message>
        <source>Not one pair of one person is rejected.</source>
        <translation>Kein einziges Paar einer Person wird abgelehnt.</translation>
    </message>
    <message>
        <source>pairs of one person</source>
        <translation>Paare einer Person</translation>
    </message>
    <message>
        <source>pairs of two people</source>
        <translation>Paare zweier Personen</translation>
    </message>
    <message>
        <source>Similarity of pairs: {name}</source>
        <translation>Ähnlichkeit der Paare: {name}</translation>
    </message>
    <message>
        <source>Share of the pairs of each kind over their cosine similarity</source>
        <translation>Anteil der Paare jeder Art über ihrer Kosinus-Ähnlichkeit</translation>
    </message>
    <message>
        <source>Worst pairs of {name}</source>
        <translation>Schlechteste Paare von {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n input(s) could not be used</source>
        <translation>
            <numerusform>%n Eingabe war nicht zu verwenden</numerusform>
            <numerusform>%n Eingaben waren nicht zu verwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>why</source>
        <translation>warum</translation>
    </message>
    <message>
        <source>one false accept</source>
        <translation>eine Falschakzeptanz</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>equal error rate</source>
        <translation>Gleichfehlerrate</translation>
    </message>
    <message>
        <source>In brackets: 95 % of the resamples of people lie within.</source>
        <translation>In Klammern: darin liegen 95 % der Ziehungen von Personen.</translation>
    </message>
    <message>
        <source>* Too few pairs of two people for a rate this small: counted where none is accepted.</source>
        <translation>* Zu wenige Paare zweier Personen für eine so kleine Rate: gezählt, wo keines akzeptiert wird.</translation>
    </message>
    <message>
        <source>Pairs of one person recognised</source>
        <translation>Erkannte Paare einer Person</translation>
    </message>
    <message>
        <source>people enrolled</source>
        <translation>erfasste Personen</translation>
    </message>
    <message>
        <source>a stranger named</source>
        <translation>ein Fremder benannt</translation>
    </message>
    <message>
        <source>Extrapolated: the threshold is read from the tail of the scores of single comparisons, which are taken to be independent. Look-alikes make the true rate worse.</source>
        <translation>Hochgerechnet: Die Schwelle folgt aus dem Rand der Ähnlichkeiten einzelner Vergleiche, die als unabhängig gelten. Ähnliche Personen machen die wahre Rate schlechter.</translation>
    </message>
    <message>
        <source>Faces that do not get their name</source>
        <translation>Gesichter, die ihren Namen nicht bekommen</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>erkannt</translation>
    </message>
    <message>
        <source>falsely accepted</source>
        <translation>falsch akzeptiert</translation>
    </message>
    <message>
        <source>At one false accept in 1,000 over all pairs. A pair counts where its worse face is.</source>
        <translation>Bei einer Falschakzeptanz auf 1.000 über alle Paare. Ein Paar zählt dort, wo sein schlechteres Gesicht ist.</translation>
    </message>
    <message>
        <source>Of the people, those recognised worst; the saved table has all.</source>
        <translation>Von den Personen die am schlechtesten erkannten; die gespeicherte Tabelle enthält alle.</translation>
    </message>
    <message>
        <source>By quality, pose and person: {name}</source>
        <translation>Nach Qualität, Haltung und Person: {name}</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen …</translation>
    </message>
    <message>
        <source>Beside earlier trainings</source>
        <translation>Neben früheren Trainings</translation>
    </message>
    <message>
        <source>Triplet loss of each batch, smoothed</source>
        <translation>Triplet-Verlust jedes Stapels, geglättet</translation>
    </message>
    <message>
        <source>TAR at FMR 1e-3 on a few of the faces kept from training, at first and now</source>
        <translation>TAR bei FMR 1e-3 an einigen der vom Training zurückgehaltenen Gesichter, zu Beginn und jetzt</translation>
    </message>
    <message>
        <source>Compare trainings</source>
        <translation>Trainings vergleichen</translation>
    </message>
    <message>
        <source>Each was proved on photos it had not seen, of the people enrolled at that time.</source>
        <translation>Jedes wurde an Fotos geprüft, die es nicht gesehen hatte, von den damals erfassten Personen.</translation>
    </message>
    <message>
        <source>* too few pairs of strangers for so small a rate</source>
        <translation>* zu wenige Paare von Fremden für eine so kleine Rate</translation>
    </message>
    <message>
        <source>Show its proof</source>
        <translation>Seinen Nachweis zeigen</translation>
    </message>
    <message>
        <source>Proof of {model}</source>
        <translation>Nachweis von {model}</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>people, faces</source>
        <translation>Personen, Gesichter</translation>
    </message>
    <message>
        <source>left out as doubtful</source>
        <translation>als zweifelhaft ausgelassen</translation>
    </message>
    <message>
        <source>how</source>
        <translation>wie</translation>
    </message>
    <message>
        <source>recognised at {rate}</source>
        <translation>erkannt bei {rate}</translation>
    </message>
    <message>
        <source>new faces, at 1 in 1,000</source>
        <translation>neue Gesichter, bei 1 von 1.000</translation>
    </message>
    <message>
        <source>other people, at 1 in 1,000</source>
        <translation>andere Personen, bei 1 von 1.000</translation>
    </message>
    <message>
        <source>{people}, {faces}</source>
        <translation>{people}, {faces}</translation>
    </message>
    <message>
        <source>last blocks too</source>
        <translation>auch die letzten Blöcke</translation>
    </message>
    <message>
        <source>{before} → {after}</source>
        <translation>{before} → {after}</translation>
    </message>
    <message>
        <source>{change} points ({range})</source>
        <translation>{change} Punkte ({range})</translation>
    </message>
    <message>
        <source>old model</source>
        <translation>altes Modell</translation>
    </message>
    <message numerus="yes">
        <source>%n faces that look like somebody else were left out.</source>
        <translation>
            <numerusform>%n Gesicht, das nach jemand anderem aussieht, wurde ausgelassen.</numerusform>
            <numerusform>%n Gesichter, die nach jemand anderem aussehen, wurden ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>TAR at FMR 1e-3, with a 90 % interval; the old model is {base}</source>
        <translation>TAR bei FMR 1e-3, mit einem 90-%-Intervall; das alte Modell ist {base}</translation>
    </message>
    <message>
        <source>old</source>
        <translation>alt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Look at them, and decide</source>
        <translation>Ansehen und entscheiden</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Whom, how long, how deep</source>
        <translation>Wen, wie lange, wie tief</translation>
    </message>
    <message>
        <source>the last blocks too</source>
        <translation>auch die letzten Blöcke</translation>
    </message>
    <message numerus="yes">
        <source>%n faces look like somebody else: left out.</source>
        <translation>
            <numerusform>%n Gesicht sieht nach jemand anderem aus: ausgelassen.</numerusform>
            <numerusform>%n Gesichter sehen nach jemand anderem aus: ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Better: recognises more faces</source>
        <translation>Besser: erkennt mehr Gesichter</translation>
    </message>
    <message>
        <source>Better: misses {now}
instead of {was}</source>
        <translation>Besser: verfehlt {now}
statt {was}</translation>
    </message>
    <message>
        <source>Nothing to gain: hardly a face is missed as it is</source>
        <translation>Nichts zu gewinnen: schon jetzt wird kaum ein Gesicht verfehlt</translation>
    </message>
    <message>
        <source>Better: tells people apart more clearly</source>
        <translation>Besser: unterscheidet Personen klarer</translation>
    </message>
    <message>
        <source>No clear gain</source>
        <translation>Kein klarer Gewinn</translation>
    </message>
    <message>
        <source>Not better: other people lose</source>
        <translation>Nicht besser: andere Personen verlieren</translation>
    </message>
    <message>
        <source>Not proved: other people may lose</source>
        <translation>Nicht erwiesen: andere Personen könnten verlieren</translation>
    </message>
    <message>
        <source>Not proved to be better</source>
        <translation>Nicht erwiesen, dass es besser ist</translation>
    </message>
    <message>
        <source>It recognises fewer new faces of the people it learnt: {change} points ({range}).</source>
        <translation>Es erkennt weniger neue Gesichter der gelernten Personen: {change} Punkte ({range}).</translation>
    </message>
    <message>
        <source>People it was not trained on: {change} points, which may be chance ({range}).</source>
        <translation>Personen, auf die es nicht trainiert wurde: {change} Punkte, was Zufall sein kann ({range}).</translation>
    </message>
    <message>
        <source>For people it was not trained on nothing changed.</source>
        <translation>Für Personen, auf die es nicht trainiert wurde, hat sich nichts geändert.</translation>
    </message>
    <message>
        <source>Hardly a new face of the people it learnt was missed, so that is no measure here.</source>
        <translation>Kaum ein neues Gesicht der gelernten Personen wurde verfehlt, daran lässt es sich hier also nicht messen.</translation>
    </message>
    <message>
        <source>At one false accept in 1,000 it recognises {change} points more of the new faces of the people it learnt ({range}).</source>
        <translation>Bei einer falschen Annahme auf 1.000 erkennt es {change} Punkte mehr der neuen Gesichter der gelernten Personen ({range}).</translation>
    </message>
    <message>
        <source>People it was not trained on: {change} points.</source>
        <translation>Personen, auf die es nicht trainiert wurde: {change} Punkte.</translation>
    </message>
    <message>
        <source>People it was not trained on clearly lose: {change} points ({range}).</source>
        <translation>Personen, auf die es nicht trainiert wurde, verlieren klar: {change} Punkte ({range}).</translation>
    </message>
    <message>
        <source>People it was not trained on may lose: {change} points ({range}).</source>
        <translation>Personen, auf die es nicht trainiert wurde, könnten verlieren: {change} Punkte ({range}).</translation>
    </message>
    <message>
        <source>People it was not trained on gain, too: {change} points ({range}).</source>
        <translation>Auch Personen, auf die es nicht trainiert wurde, gewinnen: {change} Punkte ({range}).</translation>
    </message>
    <message>
        <source>For people it was not trained on nothing got worse: {change} points ({range}).</source>
        <translation>Für Personen, auf die es nicht trainiert wurde, wurde nichts schlechter: {change} Punkte ({range}).</translation>
    </message>
    <message>
        <source>* A hint, no measurement: {count} pairs of strangers are too few for so small a rate.</source>
        <translation>* Ein Hinweis, keine Messung: {count} Paare von Fremden sind zu wenige für eine so kleine Rate.</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>Faces that look like somebody else</source>
        <translation>Gesichter, die nach jemand anderem aussehen</translation>
    </message>
    <message>
        <source>They are left out of training until you decide.</source>
        <translation>Sie bleiben beim Training außen vor, bis Sie entscheiden.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show all of {name}</source>
        <translation>Alle von {name} zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Give them to {name}</source>
        <translation>
            <numerusform>{name} zuordnen</numerusform>
            <numerusform>{name} zuordnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They are {name}</source>
        <translation>
            <numerusform>Das ist {name}</numerusform>
            <numerusform>Das ist {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Train on them</source>
        <translation>
            <numerusform>Mit diesem Gesicht trainieren</numerusform>
            <numerusform>Mit diesen Gesichtern trainieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces of {name} look like somebody else</source>
        <translation>
            <numerusform>%n Gesicht von {name} sieht nach jemand anderem aus</numerusform>
            <numerusform>%n Gesichter von {name} sehen nach jemand anderem aus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces of {name} look like {other}</source>
        <translation>
            <numerusform>%n Gesicht von {name} sieht nach {other} aus</numerusform>
            <numerusform>%n Gesichter von {name} sehen nach {other} aus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces</source>
        <translation>
            <numerusform>%n Gesicht</numerusform>
            <numerusform>%n Gesichter</numerusform>
        </translation>
    </message>
    <message>
        <source>How to train</source>
        <translation>Wie trainiert wird</translation>
    </message>
    <message>
        <source>People to train on</source>
        <translation>Personen, auf die trainiert wird</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>half the steps</source>
        <translation>halb so viele Schritte</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Üblich</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>twice the steps</source>
        <translation>doppelt so viele Schritte</translation>
    </message>
    <message>
        <source>As fits this computer</source>
        <translation>Wie es zu diesem Computer passt</translation>
    </message>
    <message>
        <source>deeper on a GPU</source>
        <translation>tiefer auf einer GPU</translation>
    </message>
    <message>
        <source>Last layer only</source>
        <translation>Nur die letzte Schicht</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>Last blocks too</source>
        <translation>Auch die letzten Blöcke</translation>
    </message>
    <message>
        <source>many times slower without a GPU</source>
        <translation>ohne GPU um ein Vielfaches langsamer</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>How deep</source>
        <translation>Wie tief</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Leave nobody out</source>
        <translation>Niemanden auslassen</translation>
    </message>
    <message>
        <source>Whoever is left out is still recognised, but not trained on.</source>
        <translation>Wer ausgelassen wird, wird weiter erkannt, aber nicht mittrainiert.</translation>
    </message>
    <message numerus="yes">
        <source>{name} · %n photos</source>
        <translation>
            <numerusform>{name} · %n Foto</numerusform>
            <numerusform>{name} · %n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{choice} ({remark})</source>
        <translation>{choice} ({remark})</translation>
    </message>
    <message>
        <source>the old model is {base}, which it was trained from</source>
        <translation>das alte Modell ist {base}, von dem aus es trainiert wurde</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>usual time</source>
        <translation>übliche Dauer</translation>
    </message>
    <message>
        <source>thorough</source>
        <translation>gründlich</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} und {count} weitere</translation>
    </message>
    <message>
        <source>Left out as you wish: {names}</source>
        <translation>Auf Wunsch ausgelassen: {names}</translation>
    </message>
    <message>
        <source>Not enough of this face can be seen to recognise it: wait for a clearer view.</source>
        <translation>Von diesem Gesicht ist zu wenig zu sehen, um es zu erkennen: bitte eine klarere Ansicht abwarten.</translation>
    </message>
    <message>
        <source>Too blurred, covered or turned away to be recognised</source>
        <translation>Zu unscharf, verdeckt oder abgewandt, um erkannt zu werden</translation>
    </message>
    <message>
        <source>Not clear</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>not clear enough to recognise</source>
        <translation>nicht klar genug zu sehen</translation>
    </message>
    <message>
        <source>Unknown {number} (not clear)</source>
        <translation>Unbekannt {number} (unklar)</translation>
    </message>
    <message>
        <source>Also find small faces in the background</source>
        <translation>Auch kleine Gesichter im Hintergrund finden</translation>
    </message>
    <message>
        <source>Large photos are searched twice, the second time in parts: several times slower.</source>
        <translation>Große Fotos werden zweimal durchsucht, beim zweiten Mal in Teilen: um ein Mehrfaches langsamer.</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>1 face</source>
        <translation>1 Gesicht</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>a batch needs at least two identities</source>
        <translation>ein Batch braucht mindestens zwei Identitäten</translation>
    </message>
    <message>
        <source>a batch needs at least two images of each identity</source>
        <translation>ein Batch braucht mindestens zwei Bilder je Identität</translation>
    </message>
    <message>
        <source>A cross-batch memory needs room for at least one embedding</source>
        <translation>Ein batchübergreifender Speicher braucht Platz für mindestens ein Embedding</translation>
    </message>
    <message>
        <source>A person cannot be merged with themselves</source>
        <translation>Eine Person kann nicht mit sich selbst zusammengeführt werden</translation>
    </message>
    <message>
        <source>A person needs a name</source>
        <translation>Eine Person braucht einen Namen</translation>
    </message>
    <message>
        <source>Add a second photo of at least one person; three of each allow a proof</source>
        <translation>Von mindestens einer Person ein zweites Foto hinzufügen; mit je dreien ist ein Nachweis möglich</translation>
    </message>
    <message>
        <source>Added model {}</source>
        <translation>Modell {} hinzugefügt</translation>
    </message>
    <message>
        <source>Added {}</source>
        <translation>{} hinzugefügt</translation>
    </message>
    <message>
        <source>Added {} of {}</source>
        <translation>{0} von {1} hinzugefügt</translation>
    </message>
    <message>
        <source>Adding {}</source>
        <translation>{} hinzufügen</translation>
    </message>
    <message>
        <source>All steps taken</source>
        <translation>Alle Schritte ausgeführt</translation>
    </message>
    <message>
        <source>Allow Kith to write there and try again</source>
        <translation>Kith dort das Schreiben erlauben und noch einmal versuchen</translation>
    </message>
    <message>
        <source>another program is reading the gallery</source>
        <translation>ein anderes Programm liest die Galerie</translation>
    </message>
    <message>
        <source>another program is using the gallery</source>
        <translation>ein anderes Programm verwendet die Galerie</translation>
    </message>
    <message>
        <source>are missing</source>
        <translation>fehlen</translation>
    </message>
    <message>
        <source>Backbone {} cannot be built</source>
        <translation>Das Netz {} kann nicht aufgebaut werden</translation>
    </message>
    <message>
        <source>cached features serve the head alone</source>
        <translation>zwischengespeicherte Merkmale dienen nur der letzten Schicht</translation>
    </message>
    <message>
        <source>Camera {}</source>
        <translation>Kamera {}</translation>
    </message>
    <message>
        <source>camera raw files cannot be read</source>
        <translation>Rohdateien von Kameras werden nicht gelesen</translation>
    </message>
    <message>
        <source>Cancelled after {} of {} steps</source>
        <translation>Nach {} von {} Schritten abgebrochen</translation>
    </message>
    <message>
        <source>Cancelled before the first step</source>
        <translation>Vor dem ersten Schritt abgebrochen</translation>
    </message>
    <message>
        <source>Check that it is plugged in and that no other program uses it; the first camera is number 0</source>
        <translation>Prüfen, ob sie angeschlossen ist und kein anderes Programm sie verwendet; die erste Kamera hat die Nummer 0</translation>
    </message>
    <message>
        <source>Check the address, the user name and the password, and that the camera is on</source>
        <translation>Adresse, Benutzername und Passwort prüfen, und ob die Kamera eingeschaltet ist</translation>
    </message>
    <message>
        <source>Check the cable or the connection and start again</source>
        <translation>Kabel oder Verbindung prüfen und neu starten</translation>
    </message>
    <message>
        <source>Check the connection, or get the file elsewhere and add it from there</source>
        <translation>Verbindung prüfen, oder die Datei anderswo besorgen und von dort hinzufügen</translation>
    </message>
    <message>
        <source>Check the disk and try again</source>
        <translation>Den Datenträger prüfen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Check the folder and who may read and write it</source>
        <translation>Den Ordner und seine Lese- und Schreibrechte prüfen</translation>
    </message>
    <message>
        <source>Check the spelling, or see who is enrolled</source>
        <translation>Schreibweise prüfen, oder nachsehen, wer erfasst ist</translation>
    </message>
    <message>
        <source>Checking this computer</source>
        <translation>Computer prüfen</translation>
    </message>
    <message>
        <source>Checking {}</source>
        <translation>{} prüfen</translation>
    </message>
    <message>
        <source>Choose a short name of letters and digits</source>
        <translation>Einen kurzen Namen aus Buchstaben und Ziffern wählen</translation>
    </message>
    <message>
        <source>Choose a smaller depth or backbone, or another device</source>
        <translation>Weniger Tiefe, ein kleineres Netz oder ein anderes Gerät wählen</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or allow Kith to write there</source>
        <translation>Mit --data-dir einen anderen Ordner wählen, oder Kith dort das Schreiben erlauben</translation>
    </message>
    <message>
        <source>Choose another folder, or overwrite it</source>
        <translation>Einen anderen Ordner wählen, oder ihn überschreiben</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>Choose another one, such as cpu</source>
        <translation>Ein anderes wählen, etwa cpu</translation>
    </message>
    <message>
        <source>Choose auto, cpu, cuda or mps</source>
        <translation>auto, cpu, cuda oder mps wählen</translation>
    </message>
    <message>
        <source>Choose from {}</source>
        <translation>Eines von diesen wählen: {}</translation>
    </message>
    <message>
        <source>Choose one of those listed</source>
        <translation>Eines der aufgeführten wählen</translation>
    </message>
    <message>
        <source>Choose one of: {}</source>
        <translation>Eines von diesen wählen: {}</translation>
    </message>
    <message>
        <source>Choose the batch-hard or semi-hard miner, or a margin</source>
        <translation>Batch-hard- oder Semi-hard-Mining oder einen Abstand (Margin) wählen</translation>
    </message>
    <message>
        <source>Choose two people</source>
        <translation>Zwei Personen wählen</translation>
    </message>
    <message>
        <source>Close other programs and train again. Nothing was lost</source>
        <translation>Andere Programme schließen und das Training neu starten. Es ging nichts verloren</translation>
    </message>
    <message>
        <source>Close other windows of Kith and try again</source>
        <translation>Andere Fenster von Kith schließen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close something</source>
        <translation>Andere Programme schließen</translation>
    </message>
    <message>
        <source>Come closer, face the camera, and try again</source>
        <translation>Näher kommen, in die Kamera sehen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Come into the picture</source>
        <translation>Bitte ins Bild kommen</translation>
    </message>
    <message>
        <source>comparing faces</source>
        <translation>Gesichter vergleichen</translation>
    </message>
    <message>
        <source>Comparing two models</source>
        <translation>Zwei Modelle vergleichen</translation>
    </message>
    <message>
        <source>Copy it again from where it came from</source>
        <translation>Noch einmal von der Quelle kopieren</translation>
    </message>
    <message>
        <source>Could not read a photo</source>
        <translation>Ein Foto war nicht lesbar</translation>
    </message>
    <message>
        <source>Crop it to the person</source>
        <translation>Auf die Person zuschneiden</translation>
    </message>
    <message>
        <source>Delete it yourself</source>
        <translation>Selbst löschen</translation>
    </message>
    <message>
        <source>Delete it, or reinstall Kith, and start again: it is fetched anew</source>
        <translation>Löschen, oder Kith neu installieren, und neu starten: die Datei wird neu geholt</translation>
    </message>
    <message>
        <source>Deleted model {}</source>
        <translation>Modell {} gelöscht</translation>
    </message>
    <message>
        <source>Depth {} needs pictures</source>
        <translation>Tiefe {} braucht Bilder</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Downloading {}</source>
        <translation>{} herunterladen</translation>
    </message>
    <message>
        <source>Dropped outdated faces</source>
        <translation>Veraltete Gesichter entfernt</translation>
    </message>
    <message>
        <source>Embed them first</source>
        <translation>Erst mit dem Modell einlesen</translation>
    </message>
    <message>
        <source>Embeddings of shape {} do not fit</source>
        <translation>Embeddings der Form {} passen nicht</translation>
    </message>
    <message>
        <source>End that first, or wait a moment</source>
        <translation>Das zuerst beenden, oder einen Moment warten</translation>
    </message>
    <message>
        <source>Enrol a few more people first, about eight faces of at least two</source>
        <translation>Erst weitere Personen erfassen, etwa acht Gesichter von mindestens zwei</translation>
    </message>
    <message>
        <source>Enrol at least two people with two photos each</source>
        <translation>Mindestens zwei Personen mit je zwei Fotos erfassen</translation>
    </message>
    <message>
        <source>Enrol people, then add it again</source>
        <translation>Personen erfassen, dann noch einmal hinzufügen</translation>
    </message>
    <message>
        <source>Enrol somebody with two photos first</source>
        <translation>Zuerst jemanden mit zwei Fotos erfassen</translation>
    </message>
    <message>
        <source>Enrol them first, or give size, layout, colour order, normalisation and template</source>
        <translation>Sie zuerst erfassen, oder Größe, Layout, Farbfolge, Normalisierung und Schablone angeben</translation>
    </message>
    <message>
        <source>Enrolled {}</source>
        <translation>{} erfasst</translation>
    </message>
    <message>
        <source>Enrolling {}</source>
        <translation>{} erfassen</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>every identity has a single picture</source>
        <translation>jede Identität hat nur ein Bild</translation>
    </message>
    <message>
        <source>everyone has a single photo, so no two photos show the same person</source>
        <translation>von jedem gibt es nur ein Foto, also zeigen keine zwei Fotos dieselbe Person</translation>
    </message>
    <message>
        <source>Export it again for a version between {} and {}</source>
        <translation>Es für eine Version von {} bis {} noch einmal exportieren</translation>
    </message>
    <message>
        <source>Export it again with standard operators only</source>
        <translation>Es nur mit Standardoperatoren noch einmal exportieren</translation>
    </message>
    <message>
        <source>Export it again without that operator</source>
        <translation>Es ohne diesen Operator noch einmal exportieren</translation>
    </message>
    <message>
        <source>Export it for inference, not for training</source>
        <translation>Es für die Anwendung exportieren, nicht für das Training</translation>
    </message>
    <message>
        <source>Export it with the embedding as its only output</source>
        <translation>Es mit dem Embedding als einzigem Ausgang exportieren</translation>
    </message>
    <message>
        <source>Exporting a model</source>
        <translation>Ein Modell exportieren</translation>
    </message>
    <message>
        <source>Finding out how it wants its pictures</source>
        <translation>Herausfinden, wie es seine Bilder will</translation>
    </message>
    <message>
        <source>Forgetting {}</source>
        <translation>{} vergessen</translation>
    </message>
    <message>
        <source>Forgot a person</source>
        <translation>Eine Person vergessen</translation>
    </message>
    <message>
        <source>Forgot pictures that are gone</source>
        <translation>Verschwundene Bilder vergessen</translation>
    </message>
    <message>
        <source>Free some space and try again</source>
        <translation>Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Free some space or choose another folder</source>
        <translation>Platz schaffen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Give a .onnx file for sface, or a .pt file for inception_resnet_v1</source>
        <translation>Für sface eine .onnx-Datei angeben, für inception_resnet_v1 eine .pt-Datei</translation>
    </message>
    <message>
        <source>Give a network that reads colour pictures of {} to {} pixels</source>
        <translation>Ein Netz nehmen, das Farbbilder von {} bis {} Pixeln liest</translation>
    </message>
    <message>
        <source>Give a network that reads one picture</source>
        <translation>Ein Netz nehmen, das ein Bild liest</translation>
    </message>
    <message>
        <source>Give a network whose embedding has {} to {} numbers</source>
        <translation>Ein Netz nehmen, dessen Embedding {} bis {} Zahlen hat</translation>
    </message>
    <message>
        <source>Give a smaller network</source>
        <translation>Ein kleineres Netz nehmen</translation>
    </message>
    <message>
        <source>Give an ONNX file</source>
        <translation>Eine ONNX-Datei nehmen</translation>
    </message>
    <message>
        <source>Give another file</source>
        <translation>Eine andere Datei nehmen</translation>
    </message>
    <message>
        <source>Give at least two identities, one of them with two pictures</source>
        <translation>Mindestens zwei Identitäten angeben, eine davon mit zwei Bildern</translation>
    </message>
    <message>
        <source>Give at least two pictures of someone</source>
        <translation>Mindestens zwei Bilder von jemandem angeben</translation>
    </message>
    <message>
        <source>Give facenet-pytorch&apos;s vggface2 or casia-webface file</source>
        <translation>Die Datei vggface2 oder casia-webface von facenet-pytorch angeben</translation>
    </message>
    <message>
        <source>Give one with at least one letter</source>
        <translation>Einen mit mindestens einem Buchstaben angeben</translation>
    </message>
    <message>
        <source>Give pictures of at least two</source>
        <translation>Bilder von mindestens zweien angeben</translation>
    </message>
    <message>
        <source>Give the file from {}</source>
        <translation>Die Datei von {} angeben</translation>
    </message>
    <message>
        <source>Give the folder that it lies in</source>
        <translation>Den Ordner angeben, in dem sie liegt</translation>
    </message>
    <message>
        <source>how this network wants its pictures cannot be found out</source>
        <translation>wie dieses Netz seine Bilder haben will, lässt sich nicht herausfinden</translation>
    </message>
    <message>
        <source>If they are the same person, merge the two</source>
        <translation>Wenn es dieselbe Person ist, die beiden zusammenführen</translation>
    </message>
    <message>
        <source>Importing {}</source>
        <translation>{} einlesen</translation>
    </message>
    <message>
        <source>it could not be read</source>
        <translation>es war nicht lesbar</translation>
    </message>
    <message>
        <source>it crashed or was ended</source>
        <translation>er ist abgestürzt oder wurde beendet</translation>
    </message>
    <message>
        <source>it does not give one picture the same embedding twice</source>
        <translation>es gibt demselben Bild nicht zweimal dasselbe Embedding</translation>
    </message>
    <message>
        <source>it does not run on any picture</source>
        <translation>es läuft mit keinem Bild</translation>
    </message>
    <message>
        <source>it does not take pictures of that size or layout, but {}</source>
        <translation>es nimmt keine Bilder dieser Größe oder dieses Layouts, sondern {}</translation>
    </message>
    <message>
        <source>it gives every picture the same embedding</source>
        <translation>es gibt jedem Bild dasselbe Embedding</translation>
    </message>
    <message>
        <source>it gives {} numbers a picture, which is no embedding</source>
        <translation>es gibt je Bild {} Zahlen, das ist kein Embedding</translation>
    </message>
    <message>
        <source>it has a tensor too many, {}</source>
        <translation>ein Tensor ist zu viel: {}</translation>
    </message>
    <message>
        <source>it has more than {} nodes</source>
        <translation>es hat mehr als {} Knoten</translation>
    </message>
    <message>
        <source>it has no thresholds, and {} pairs of different people are too few to find them</source>
        <translation>es hat keine Schwellen, und {} Paare verschiedener Personen sind zu wenige, um sie zu bestimmen</translation>
    </message>
    <message>
        <source>it has no {}</source>
        <translation>{} fehlt</translation>
    </message>
    <message>
        <source>it has {} inputs, not one picture</source>
        <translation>es hat {} Eingänge, nicht ein Bild</translation>
    </message>
    <message>
        <source>it has {} outputs, not one embedding</source>
        <translation>es hat {} Ausgänge, nicht ein Embedding</translation>
    </message>
    <message>
        <source>it holds no state dictionary</source>
        <translation>sie enthält keine Gewichte (state dictionary)</translation>
    </message>
    <message>
        <source>it holds text, whatever its name says</source>
        <translation>sie enthält Text, was auch immer ihr Name sagt</translation>
    </message>
    <message>
        <source>it is not an ONNX file, or is damaged</source>
        <translation>das ist keine ONNX-Datei, oder sie ist beschädigt</translation>
    </message>
    <message>
        <source>it is not an ONNX file, or is empty</source>
        <translation>das ist keine ONNX-Datei, oder sie ist leer</translation>
    </message>
    <message>
        <source>it is written for version {} of ONNX&apos;s operators</source>
        <translation>es ist für Version {} der ONNX-Operatoren geschrieben</translation>
    </message>
    <message>
        <source>It may have been moved or renamed: choose it again</source>
        <translation>Vielleicht wurde er verschoben oder umbenannt: neu auswählen</translation>
    </message>
    <message>
        <source>It is being started again: try once more</source>
        <translation>Es wird neu gestartet: noch einmal versuchen</translation>
    </message>
    <message>
        <source>it is a video</source>
        <translation>es ist ein Video</translation>
    </message>
    <message>
        <source>it is damaged, or of no known kind</source>
        <translation>sie ist beschädigt oder von unbekannter Art</translation>
    </message>
    <message>
        <source>it is larger than {} GiB</source>
        <translation>sie ist größer als {} GiB</translation>
    </message>
    <message>
        <source>it is no checkpoint of ours</source>
        <translation>es ist kein Stand, den Kith gesichert hat</translation>
    </message>
    <message>
        <source>it is no safetensors file</source>
        <translation>es ist keine safetensors-Datei</translation>
    </message>
    <message>
        <source>it is none of the files that are known for it</source>
        <translation>es ist keine der bekannten Dateien dafür</translation>
    </message>
    <message>
        <source>it is not a plain file of weights ({})</source>
        <translation>es ist keine reine Gewichtsdatei ({})</translation>
    </message>
    <message>
        <source>it is not the state of a run</source>
        <translation>es ist kein Stand eines Laufs</translation>
    </message>
    <message>
        <source>it is of no known backbone ({})</source>
        <translation>das Netz ist unbekannt ({})</translation>
    </message>
    <message>
        <source>it is truncated or was changed</source>
        <translation>sie ist abgeschnitten oder wurde verändert</translation>
    </message>
    <message>
        <source>it looks like a {} file</source>
        <translation>es sieht nach einer {}-Datei aus</translation>
    </message>
    <message>
        <source>it stopped {} times within a minute</source>
        <translation>er blieb {}-mal innerhalb einer Minute stehen</translation>
    </message>
    <message>
        <source>it uses operators of {}, which are no part of ONNX</source>
        <translation>es nutzt Operatoren von {}, die nicht zu ONNX gehören</translation>
    </message>
    <message>
        <source>it uses the operator {}</source>
        <translation>es nutzt den Operator {}</translation>
    </message>
    <message>
        <source>it was forgotten meanwhile</source>
        <translation>es wurde inzwischen vergessen</translation>
    </message>
    <message>
        <source>it was made by a newer Kith (its revision is {})</source>
        <translation>sie stammt von einem neueren Kith (Stand {})</translation>
    </message>
    <message>
        <source>it was unplugged, or the connection broke</source>
        <translation>sie wurde abgezogen, oder die Verbindung brach ab</translation>
    </message>
    <message>
        <source>it was written by another version</source>
        <translation>sie stammt von einer anderen Version</translation>
    </message>
    <message>
        <source>its content is of no known kind</source>
        <translation>der Inhalt ist von unbekannter Art</translation>
    </message>
    <message>
        <source>its counts make no sense</source>
        <translation>die Zählerstände ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>its file cannot be opened</source>
        <translation>die Datei lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>its file is a database of another program</source>
        <translation>die Datei ist eine Datenbank eines anderen Programms</translation>
    </message>
    <message>
        <source>its header makes no sense</source>
        <translation>der Dateikopf ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>its input {} is no square colour picture</source>
        <translation>sein Eingang {} ist kein quadratisches Farbbild</translation>
    </message>
    <message>
        <source>its conversion failed</source>
        <translation>die Umwandlung schlug fehl</translation>
    </message>
    <message>
        <source>its conversion took longer than {} seconds</source>
        <translation>die Umwandlung dauerte länger als {} Sekunden</translation>
    </message>
    <message>
        <source>its process crashed or was ended; most often there was too little memory</source>
        <translation>der Prozess ist abgestürzt oder wurde beendet; meist reichte der Arbeitsspeicher nicht</translation>
    </message>
    <message>
        <source>its SHA-256 is {}..., expected {}...</source>
        <translation>SHA-256 ist {}..., erwartet war {}...</translation>
    </message>
    <message>
        <source>its SHA-256 is {}..., expected {}...: it is damaged or was changed</source>
        <translation>SHA-256 ist {}..., erwartet war {}...: sie ist beschädigt oder wurde verändert</translation>
    </message>
    <message>
        <source>its weights lie in another file</source>
        <translation>seine Gewichte liegen in einer anderen Datei</translation>
    </message>
    <message>
        <source>its {} were others</source>
        <translation>{} waren andere</translation>
    </message>
    <message>
        <source>Install it: pip install pi-heif</source>
        <translation>Installieren: pip install pi-heif</translation>
    </message>
    <message>
        <source>Kith is closing</source>
        <translation>Kith wird beendet</translation>
    </message>
    <message>
        <source>Kith made a mistake</source>
        <translation>Kith hat einen Fehler gemacht</translation>
    </message>
    <message>
        <source>Kith&apos;s engine cannot be kept running</source>
        <translation>Kiths Kern läuft nicht stabil</translation>
    </message>
    <message>
        <source>Kith&apos;s engine stopped before this was done</source>
        <translation>Kiths Kern blieb stehen, bevor das fertig war</translation>
    </message>
    <message>
        <source>Leave both open</source>
        <translation>Beides offen lassen</translation>
    </message>
    <message>
        <source>libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Lift your chin a little</source>
        <translation>Das Kinn etwas heben</translation>
    </message>
    <message>
        <source>live view or an enrolment has not let go of it</source>
        <translation>das Live-Bild oder eine Erfassung hat sie noch nicht freigegeben</translation>
    </message>
    <message>
        <source>Look straight into the camera</source>
        <translation>Gerade in die Kamera sehen</translation>
    </message>
    <message>
        <source>Lower your chin a little</source>
        <translation>Das Kinn etwas senken</translation>
    </message>
    <message>
        <source>Make one folder for each person, named after them, with their photos in it</source>
        <translation>Für jede Person einen Ordner mit ihrem Namen und ihren Fotos darin anlegen</translation>
    </message>
    <message>
        <source>Mend or delete that file</source>
        <translation>Die Datei berichtigen oder löschen</translation>
    </message>
    <message>
        <source>Merged {} into {}</source>
        <translation>{0} mit {1} zusammengeführt</translation>
    </message>
    <message>
        <source>MIT (weights trained on CASIA-WebFace, whose images were offered for research)</source>
        <translation>MIT (Gewichte auf CASIA-WebFace trainiert, dessen Bilder für die Forschung angeboten wurden)</translation>
    </message>
    <message>
        <source>MIT (weights trained on VGGFace2, whose images were offered for research)</source>
        <translation>MIT (Gewichte auf VGGFace2 trainiert, dessen Bilder für die Forschung angeboten wurden)</translation>
    </message>
    <message>
        <source>Move gallery.db away, or choose another data folder</source>
        <translation>gallery.db wegräumen oder einen anderen Datenordner wählen</translation>
    </message>
    <message>
        <source>Move it away or put a good copy in its place</source>
        <translation>Wegräumen oder durch eine gute Kopie ersetzen</translation>
    </message>
    <message>
        <source>Moved photos</source>
        <translation>Fotos verschoben</translation>
    </message>
    <message>
        <source>Name a folder to export to</source>
        <translation>Einen Ordner zum Exportieren angeben</translation>
    </message>
    <message>
        <source>Name an empty folder, or one that does not exist yet</source>
        <translation>Einen leeren Ordner angeben, oder einen, den es noch nicht gibt</translation>
    </message>
    <message>
        <source>Named {} {}</source>
        <translation>{0} als {1} benannt</translation>
    </message>
    <message>
        <source>no face was seen</source>
        <translation>es war kein Gesicht zu sehen</translation>
    </message>
    <message>
        <source>No gain on held-out pictures in {} looks</source>
        <translation>Kein Gewinn auf zurückgehaltenen Bildern bei {} Blicken</translation>
    </message>
    <message>
        <source>nobody has measured on this computer how alike strangers look to it</source>
        <translation>auf diesem Computer wurde nicht gemessen, wie ähnlich ihm Fremde erscheinen</translation>
    </message>
    <message>
        <source>nobody is enrolled</source>
        <translation>niemand ist erfasst</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>zu wenig Arbeitsspeicher</translation>
    </message>
    <message>
        <source>not even one picture at a time fits</source>
        <translation>nicht einmal ein einzelnes Bild passt hinein</translation>
    </message>
    <message>
        <source>Nothing that was saved is lost; copy the details to report it</source>
        <translation>Gespeichertes ist nicht verloren; Einzelheiten kopieren, um den Fehler zu melden</translation>
    </message>
    <message>
        <source>only one is enrolled</source>
        <translation>nur eine ist erfasst</translation>
    </message>
    <message>
        <source>Only one person, please</source>
        <translation>Bitte nur eine Person</translation>
    </message>
    <message>
        <source>only the hinge has a closed form</source>
        <translation>nur der Hinge-Verlust hat eine geschlossene Form</translation>
    </message>
    <message>
        <source>only {}</source>
        <translation>nur {}</translation>
    </message>
    <message>
        <source>over 178 megapixels</source>
        <translation>über 178 Megapixel</translation>
    </message>
    <message>
        <source>positive_gradient must be in [0, 1]</source>
        <translation>positive_gradient muss in [0, 1] liegen</translation>
    </message>
    <message>
        <source>Put a good copy in its place</source>
        <translation>Durch eine gute Kopie ersetzen</translation>
    </message>
    <message>
        <source>Python {}, {}</source>
        <translation>Python {}, {}</translation>
    </message>
    <message>
        <source>Read a photo</source>
        <translation>Ein Foto eingelesen</translation>
    </message>
    <message>
        <source>Read the folder that it lies in now, and it is found again</source>
        <translation>Den Ordner einlesen, in dem es jetzt liegt, dann wird es wiedergefunden</translation>
    </message>
    <message>
        <source>Reading faces</source>
        <translation>Gesichter einlesen</translation>
    </message>
    <message>
        <source>Reading faces with {}</source>
        <translation>Gesichter mit {} einlesen</translation>
    </message>
    <message>
        <source>recogniser</source>
        <translation>Erkennungsmodell</translation>
    </message>
    <message>
        <source>Redid: {}</source>
        <translation>Wiederholt: {}</translation>
    </message>
    <message>
        <source>removed or forgotten meanwhile</source>
        <translation>inzwischen entfernt oder vergessen</translation>
    </message>
    <message>
        <source>Removed {}</source>
        <translation>{} entfernt</translation>
    </message>
    <message>
        <source>Rename or merge instead</source>
        <translation>Stattdessen umbenennen oder zusammenführen</translation>
    </message>
    <message>
        <source>Renamed {} to {}</source>
        <translation>{0} in {1} umbenannt</translation>
    </message>
    <message>
        <source>Resume it, choose another folder, or overwrite it</source>
        <translation>Ihn fortsetzen, einen anderen Ordner wählen, oder ihn überschreiben</translation>
    </message>
    <message>
        <source>Resume with the same ones, or start in another folder</source>
        <translation>Mit denselben fortsetzen, oder in einem anderen Ordner beginnen</translation>
    </message>
    <message>
        <source>Retraining</source>
        <translation>Nachtrainieren</translation>
    </message>
    <message>
        <source>Save it as JPEG and use that</source>
        <translation>Als JPEG speichern und das verwenden</translation>
    </message>
    <message>
        <source>Save a smaller copy and use that</source>
        <translation>Eine kleinere Kopie speichern und verwenden</translation>
    </message>
    <message>
        <source>Save it as one file: onnx.save(model, path, save_as_external_data=False)</source>
        <translation>Es als eine Datei speichern: onnx.save(model, path, save_as_external_data=False)</translation>
    </message>
    <message>
        <source>See which it knows</source>
        <translation>Nachsehen, welche es gibt</translation>
    </message>
    <message>
        <source>See which there are; a published one must be added first</source>
        <translation>Nachsehen, welche es gibt; ein veröffentlichtes muss erst hinzugefügt werden</translation>
    </message>
    <message>
        <source>Set {} aside</source>
        <translation>{} beiseitegelegt</translation>
    </message>
    <message>
        <source>several people were seen at once</source>
        <translation>mehrere Personen waren zugleich zu sehen</translation>
    </message>
    <message>
        <source>Shorten it</source>
        <translation>Kürzen</translation>
    </message>
    <message>
        <source>Show one person, close to the camera, in good light</source>
        <translation>Eine Person zeigen, nah an der Kamera, bei gutem Licht</translation>
    </message>
    <message>
        <source>some of its weights are not finite</source>
        <translation>einige Gewichte sind nicht endlich</translation>
    </message>
    <message>
        <source>Somebody else was seen</source>
        <translation>Jemand anderes war zu sehen</translation>
    </message>
    <message>
        <source>somebody else was seen</source>
        <translation>jemand anderes war zu sehen</translation>
    </message>
    <message>
        <source>Sorting faces</source>
        <translation>Gesichter sortieren</translation>
    </message>
    <message>
        <source>Split {} off as {}</source>
        <translation>{0} als {1} abgetrennt</translation>
    </message>
    <message>
        <source>Start it again, or start Kith anew</source>
        <translation>Neu starten, oder Kith neu öffnen</translation>
    </message>
    <message>
        <source>steps must be at least 1</source>
        <translation>es muss mindestens 1 Schritt sein</translation>
    </message>
    <message>
        <source>Switch to another model first</source>
        <translation>Zuerst zu einem anderen Modell wechseln</translation>
    </message>
    <message>
        <source>Switch to another model, or put the right file back</source>
        <translation>Zu einem anderen Modell wechseln, oder die richtige Datei zurücklegen</translation>
    </message>
    <message>
        <source>Switch to one of those there are</source>
        <translation>Zu einem der vorhandenen wechseln</translation>
    </message>
    <message>
        <source>Switched to {}</source>
        <translation>Zu {} gewechselt</translation>
    </message>
    <message>
        <source>Switching back</source>
        <translation>Zurückwechseln</translation>
    </message>
    <message>
        <source>Take another copy of it</source>
        <translation>Eine andere Kopie verwenden</translation>
    </message>
    <message>
        <source>that takes {} people enrolled with two faces each</source>
        <translation>dazu müssen {} Personen mit je zwei Gesichtern erfasst sein</translation>
    </message>
    <message>
        <source>the camera does not answer</source>
        <translation>die Kamera antwortet nicht</translation>
    </message>
    <message>
        <source>the camera is in use</source>
        <translation>die Kamera ist in Gebrauch</translation>
    </message>
    <message>
        <source>The change was not saved</source>
        <translation>Die Änderung wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>The crops cannot be used</source>
        <translation>Die Ausschnitte sind nicht verwendbar</translation>
    </message>
    <message>
        <source>The data folder {} cannot be used</source>
        <translation>Der Datenordner {} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>the data holds no {} pair</source>
        <translation>die Daten enthalten kein {}-Paar</translation>
    </message>
    <message>
        <source>the data holds {} identities</source>
        <translation>die Daten enthalten {} Identitäten</translation>
    </message>
    <message>
        <source>the device {} is not available</source>
        <translation>das Gerät {} ist nicht vorhanden</translation>
    </message>
    <message>
        <source>the disk does not answer as it should</source>
        <translation>der Datenträger antwortet nicht wie erwartet</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the download from {} broke off</source>
        <translation>das Herunterladen von {} brach ab</translation>
    </message>
    <message>
        <source>The embeddings have collapsed to one point (spread {}): lower the learning rate, or use larger batches</source>
        <translation>Die Embeddings sind zu einem Punkt zusammengefallen (Streuung {}): die Lernrate senken, oder größere Batches verwenden</translation>
    </message>
    <message>
        <source>The embeddings have collapsed to one point (spread {}): mine semi-hard triplets, or lower the learning rate</source>
        <translation>Die Embeddings sind zu einem Punkt zusammengefallen (Streuung {}): Semi-hard-Triplets verwenden, oder die Lernrate senken</translation>
    </message>
    <message>
        <source>there is already a model called {}</source>
        <translation>es gibt schon ein Modell namens {}</translation>
    </message>
    <message>
        <source>there is nobody to compare them on</source>
        <translation>es gibt niemanden, an dem sie zu vergleichen wären</translation>
    </message>
    <message>
        <source>this cannot be a model&apos;s name</source>
        <translation>so kann ein Modell nicht heißen</translation>
    </message>
    <message>
        <source>this is not a picture that can be read</source>
        <translation>das ist kein Bild, das gelesen werden kann</translation>
    </message>
    <message>
        <source>the face could not be measured</source>
        <translation>das Gesicht konnte nicht vermessen werden</translation>
    </message>
    <message>
        <source>Switching models</source>
        <translation>Modellwechsel</translation>
    </message>
    <message>
        <source>the face is no longer in view</source>
        <translation>das Gesicht ist nicht mehr zu sehen</translation>
    </message>
    <message>
        <source>the face is overexposed</source>
        <translation>das Gesicht ist überbelichtet</translation>
    </message>
    <message>
        <source>the face is too blurred</source>
        <translation>das Gesicht ist zu unscharf</translation>
    </message>
    <message>
        <source>the face is too dark</source>
        <translation>das Gesicht ist zu dunkel</translation>
    </message>
    <message>
        <source>the face is too small ({} pixels between the eyes, {} are needed)</source>
        <translation>das Gesicht ist zu klein ({} Pixel zwischen den Augen, nötig sind {})</translation>
    </message>
    <message>
        <source>the face is turned too far away</source>
        <translation>das Gesicht ist zu weit weggedreht</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>the file is damaged</source>
        <translation>die Datei ist beschädigt</translation>
    </message>
    <message>
        <source>the file is empty (0 bytes)</source>
        <translation>die Datei ist leer (0 Byte)</translation>
    </message>
    <message>
        <source>the file is not a database, or is encrypted</source>
        <translation>die Datei ist keine Datenbank oder ist verschlüsselt</translation>
    </message>
    <message>
        <source>the file is too large ({} MB)</source>
        <translation>die Datei ist zu groß ({} MB)</translation>
    </message>
    <message>
        <source>the folder cannot be read</source>
        <translation>der Ordner ist nicht lesbar</translation>
    </message>
    <message>
        <source>the folder {} cannot be read</source>
        <translation>der Ordner {} ist nicht lesbar</translation>
    </message>
    <message>
        <source>The gallery cannot be opened</source>
        <translation>Die Galerie lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>The gallery cannot be read</source>
        <translation>Die Galerie ist nicht lesbar</translation>
    </message>
    <message>
        <source>The gallery does not know this photo</source>
        <translation>Die Galerie kennt dieses Foto nicht</translation>
    </message>
    <message>
        <source>The gallery knows no model {}</source>
        <translation>Die Galerie kennt kein Modell {}</translation>
    </message>
    <message>
        <source>The gallery knows no such model</source>
        <translation>Die Galerie kennt kein solches Modell</translation>
    </message>
    <message>
        <source>The gallery {} cannot be opened</source>
        <translation>Die Galerie {} lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>the gallery&apos;s file or folder is read-only</source>
        <translation>Datei oder Ordner der Galerie sind schreibgeschützt</translation>
    </message>
    <message>
        <source>The labels cannot be used</source>
        <translation>Die Zuordnungen sind nicht verwendbar</translation>
    </message>
    <message>
        <source>the limit is {} MB</source>
        <translation>die Grenze liegt bei {} MB</translation>
    </message>
    <message>
        <source>the limit is {} megapixels</source>
        <translation>die Grenze liegt bei {} Megapixeln</translation>
    </message>
    <message>
        <source>The loss is not a number any more: lower the learning rate</source>
        <translation>Der Verlust ist keine Zahl mehr: die Lernrate senken</translation>
    </message>
    <message>
        <source>the model file {} cannot be read</source>
        <translation>die Modelldatei {} ist nicht lesbar</translation>
    </message>
    <message>
        <source>the model file {} cannot be used</source>
        <translation>die Modelldatei {} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>the model file {} is not what it should be</source>
        <translation>die Modelldatei {} ist nicht die richtige</translation>
    </message>
    <message>
        <source>the name has been given to someone else since</source>
        <translation>der Name wurde seither jemand anderem gegeben</translation>
    </message>
    <message>
        <source>The name has control characters in it</source>
        <translation>Der Name enthält Steuerzeichen</translation>
    </message>
    <message>
        <source>The name is longer than {} characters</source>
        <translation>Der Name ist länger als {} Zeichen</translation>
    </message>
    <message>
        <source>the new model cannot be saved</source>
        <translation>das neue Modell lässt sich nicht speichern</translation>
    </message>
    <message>
        <source>the package pi-heif is missing, which reads HEIC</source>
        <translation>das Paket pi-heif fehlt, das HEIC liest</translation>
    </message>
    <message>
        <source>the picture is damaged or incomplete</source>
        <translation>das Bild ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the picture is too large ({})</source>
        <translation>das Bild ist zu groß ({})</translation>
    </message>
    <message>
        <source>the same people or faces have been changed since</source>
        <translation>dieselben Personen oder Gesichter wurden seither geändert</translation>
    </message>
    <message>
        <source>the settings in {} cannot be used</source>
        <translation>die Einstellungen in {} sind nicht verwendbar</translation>
    </message>
    <message>
        <source>The settings were not saved</source>
        <translation>Die Einstellungen wurden nicht gespeichert</translation>
    </message>
    <message>
        <source>The soft margin cannot be summed over every triplet</source>
        <translation>Der weiche Abstand (Soft Margin) lässt sich nicht über alle Triplets summieren</translation>
    </message>
    <message>
        <source>the training broke down</source>
        <translation>das Training ist gescheitert</translation>
    </message>
    <message>
        <source>The training settings make no sense</source>
        <translation>Die Trainingseinstellungen ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>The training stopped</source>
        <translation>Das Training blieb stehen</translation>
    </message>
    <message>
        <source>the view did not change</source>
        <translation>die Ansicht änderte sich nicht</translation>
    </message>
    <message>
        <source>the weights of {} {}</source>
        <translation>die Gewichte von {0} {1}</translation>
    </message>
    <message>
        <source>there are several models called {}</source>
        <translation>es gibt mehrere Modelle namens {}</translation>
    </message>
    <message>
        <source>there are {} faces in this picture and it is unclear whose is meant</source>
        <translation>auf diesem Bild sind {} Gesichter, und es ist unklar, welches gemeint ist</translation>
    </message>
    <message>
        <source>There is already someone called {}</source>
        <translation>Es gibt schon jemanden namens {}</translation>
    </message>
    <message>
        <source>There is no augmentation {}</source>
        <translation>Es gibt keine Augmentierung {}</translation>
    </message>
    <message>
        <source>There is no backbone {}</source>
        <translation>Es gibt kein Netz {}</translation>
    </message>
    <message>
        <source>there is no face in this picture</source>
        <translation>auf diesem Bild ist kein Gesicht</translation>
    </message>
    <message>
        <source>there is no file {}</source>
        <translation>es gibt keine Datei {}</translation>
    </message>
    <message>
        <source>there is no folder {}</source>
        <translation>es gibt keinen Ordner {}</translation>
    </message>
    <message>
        <source>there is no miner {}</source>
        <translation>es gibt kein Mining-Verfahren {}</translation>
    </message>
    <message>
        <source>there is no model called {}</source>
        <translation>es gibt kein Modell namens {}</translation>
    </message>
    <message>
        <source>there is no model to go back to</source>
        <translation>es gibt kein Modell, zu dem zurückgewechselt werden kann</translation>
    </message>
    <message>
        <source>there is no picture in this folder</source>
        <translation>in diesem Ordner ist kein Bild</translation>
    </message>
    <message>
        <source>There is no positive pair</source>
        <translation>Es gibt kein positives Paar</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>There is no such person</source>
        <translation>Diese Person gibt es nicht</translation>
    </message>
    <message>
        <source>there is no video file {}</source>
        <translation>es gibt keine Videodatei {}</translation>
    </message>
    <message>
        <source>there is nobody called {}</source>
        <translation>es gibt niemanden namens {}</translation>
    </message>
    <message>
        <source>there is not enough memory for this picture</source>
        <translation>für dieses Bild reicht der Arbeitsspeicher nicht</translation>
    </message>
    <message>
        <source>there is not enough to train on</source>
        <translation>für ein Training ist nicht genug da</translation>
    </message>
    <message>
        <source>There is nothing to compare</source>
        <translation>Es gibt nichts zu vergleichen</translation>
    </message>
    <message>
        <source>There is nothing to redo</source>
        <translation>Es gibt nichts zu wiederholen</translation>
    </message>
    <message>
        <source>There is nothing to tell apart</source>
        <translation>Es gibt nichts zu unterscheiden</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>Es gibt nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>they are {} {}, not uint8 (N, S, S, 3)</source>
        <translation>sie sind {} {}, nicht uint8 (N, S, S, 3)</translation>
    </message>
    <message>
        <source>they are {} {}, not {} integers</source>
        <translation>sie sind {} {}, nicht {} ganze Zahlen</translation>
    </message>
    <message>
        <source>They may have been forgotten before</source>
        <translation>Vielleicht wurde sie schon vergessen</translation>
    </message>
    <message>
        <source>They may have been removed or merged</source>
        <translation>Vielleicht wurde sie entfernt oder zusammengeführt</translation>
    </message>
    <message>
        <source>This cannot be undone or redone</source>
        <translation>Das lässt sich nicht rückgängig machen oder wiederholen</translation>
    </message>
    <message>
        <source>This change was undone while it was being made</source>
        <translation>Diese Änderung wurde rückgängig gemacht, während sie entstand</translation>
    </message>
    <message>
        <source>this computer or this build of PyTorch does not offer it</source>
        <translation>dieser Computer oder diese Ausgabe von PyTorch bietet es nicht</translation>
    </message>
    <message>
        <source>this face is no longer in view</source>
        <translation>dieses Gesicht ist nicht mehr zu sehen</translation>
    </message>
    <message>
        <source>this folder holds several people, a folder each ({}). Add them one by one</source>
        <translation>dieser Ordner enthält mehrere Personen in je einem Ordner ({}). Einzeln hinzufügen</translation>
    </message>
    <message>
        <source>this is a file, not a folder</source>
        <translation>das ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>this is a folder, not a picture</source>
        <translation>das ist ein Ordner, kein Bild</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>this photo is not where it was</source>
        <translation>dieses Foto liegt nicht mehr, wo es war</translation>
    </message>
    <message>
        <source>this photo is already enrolled as {}</source>
        <translation>dieses Foto ist schon als {} erfasst</translation>
    </message>
    <message>
        <source>Took back faces</source>
        <translation>Gesichter zurückgeholt</translation>
    </message>
    <message>
        <source>Took back {}</source>
        <translation>{} zurückgeholt</translation>
    </message>
    <message>
        <source>Took the name off {}</source>
        <translation>Name entfernt von {}</translation>
    </message>
    <message>
        <source>Traces of what was forgotten are still in the gallery&apos;s files</source>
        <translation>In den Dateien der Galerie sind noch Spuren des Vergessenen</translation>
    </message>
    <message>
        <source>training compares people with each other, and {}</source>
        <translation>das Training vergleicht Personen miteinander, und {}</translation>
    </message>
    <message>
        <source>Training on all faces</source>
        <translation>Training mit allen Gesichtern</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try again, or get {} elsewhere and add it from that file</source>
        <translation>Noch einmal versuchen, oder {} anderswo besorgen und aus der Datei hinzufügen</translation>
    </message>
    <message>
        <source>Try an MP4 file</source>
        <translation>Eine MP4-Datei versuchen</translation>
    </message>
    <message>
        <source>Try another video file</source>
        <translation>Eine andere Videodatei versuchen</translation>
    </message>
    <message>
        <source>trying it out needs too much memory, or ends in a crash</source>
        <translation>es auszuprobieren braucht zu viel Speicher oder endet mit einem Absturz</translation>
    </message>
    <message>
        <source>trying it out took more than {} seconds</source>
        <translation>es auszuprobieren hat mehr als {} Sekunden gedauert</translation>
    </message>
    <message>
        <source>Trying it out, {} of {}</source>
        <translation>Probelauf {} von {}</translation>
    </message>
    <message>
        <source>Turn a little to your left</source>
        <translation>Etwas nach links drehen</translation>
    </message>
    <message>
        <source>Turn a little to your right</source>
        <translation>Etwas nach rechts drehen</translation>
    </message>
    <message>
        <source>Type it anew</source>
        <translation>Neu eingeben</translation>
    </message>
    <message>
        <source>Undid: {}</source>
        <translation>Rückgängig gemacht: {}</translation>
    </message>
    <message>
        <source>unknown device {}</source>
        <translation>unbekanntes Gerät {}</translation>
    </message>
    <message>
        <source>Unplug it, plug it in and start again</source>
        <translation>Abziehen, wieder anstecken und neu starten</translation>
    </message>
    <message>
        <source>Update Kith, or choose another data folder</source>
        <translation>Kith aktualisieren, oder einen anderen Datenordner wählen</translation>
    </message>
    <message>
        <source>Use another file, or switch to another model</source>
        <translation>Eine andere Datei verwenden, oder zu einem anderen Modell wechseln</translation>
    </message>
    <message>
        <source>Use JPEG, PNG, WebP, TIFF, BMP, GIF, PGM, HEIC or AVIF</source>
        <translation>JPEG, PNG, WebP, TIFF, BMP, GIF, PGM, HEIC oder AVIF verwenden</translation>
    </message>
    <message>
        <source>Use one that shows the face clearly</source>
        <translation>Eines verwenden, das das Gesicht deutlich zeigt</translation>
    </message>
    <message>
        <source>Wait until it is done and try again</source>
        <translation>Warten, bis es fertig ist, und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Wait until it is seen again</source>
        <translation>Warten, bis es wieder zu sehen ist</translation>
    </message>
    <message>
        <source>were changed or damaged</source>
        <translation>wurden verändert oder beschädigt</translation>
    </message>
    <message>
        <source>what {} sends is too large to be a model</source>
        <translation>was {} sendet, ist zu groß für ein Modell</translation>
    </message>
    <message>
        <source>what {} sent is not the file Kith knows</source>
        <translation>was {} gesendet hat, ist nicht die Datei, die Kith kennt</translation>
    </message>
    <message>
        <source>{} bytes came</source>
        <translation>{} Byte kamen an</translation>
    </message>
    <message>
        <source>{} cannot be deleted</source>
        <translation>{} lässt sich nicht löschen</translation>
    </message>
    <message>
        <source>{} cannot be enrolled from this view</source>
        <translation>{} kann aus dieser Ansicht nicht erfasst werden</translation>
    </message>
    <message>
        <source>{} cannot be found</source>
        <translation>{} nicht gefunden</translation>
    </message>
    <message>
        <source>{} cannot be made active</source>
        <translation>{} kann nicht aktiv werden</translation>
    </message>
    <message>
        <source>{} cannot be opened</source>
        <translation>{} lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>{} cannot be reached</source>
        <translation>{} ist nicht erreichbar</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>{} ist nicht lesbar</translation>
    </message>
    <message>
        <source>{} cannot be read as a video</source>
        <translation>{} ist nicht als Video lesbar</translation>
    </message>
    <message>
        <source>{} cannot be resumed</source>
        <translation>{} kann nicht fortgesetzt werden</translation>
    </message>
    <message>
        <source>{} cannot be taken as a recogniser</source>
        <translation>{} lässt sich nicht als Erkenner nehmen</translation>
    </message>
    <message>
        <source>{} cannot be used</source>
        <translation>{} ist nicht verwendbar</translation>
    </message>
    <message>
        <source>{} cannot be used for {}</source>
        <translation>{0} ist für {1} nicht verwendbar</translation>
    </message>
    <message>
        <source>{} cannot be written</source>
        <translation>{} ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>{} cannot decide yet</source>
        <translation>{} kann noch nicht entscheiden</translation>
    </message>
    <message>
        <source>{} comes with Kith and cannot be deleted</source>
        <translation>{} gehört zu Kith und lässt sich nicht löschen</translation>
    </message>
    <message>
        <source>{} decides now</source>
        <translation>{} entscheidet jetzt</translation>
    </message>
    <message>
        <source>{} faces</source>
        <translation>{} Gesichter</translation>
    </message>
    <message>
        <source>{} faces have no embedding of it yet</source>
        <translation>{} Gesichter wurden damit noch nicht eingelesen</translation>
    </message>
    <message>
        <source>{} faces need {} finite numbers each</source>
        <translation>{} Gesichter brauchen je {} endliche Zahlen</translation>
    </message>
    <message>
        <source>{} has no closed form with a soft margin</source>
        <translation>{} hat mit weichem Abstand (Soft Margin) keine geschlossene Form</translation>
    </message>
    <message>
        <source>{} has no thresholds yet</source>
        <translation>{} hat noch keine Schwellen</translation>
    </message>
    <message>
        <source>{} has too little memory</source>
        <translation>{} hat zu wenig Speicher</translation>
    </message>
    <message>
        <source>{} has {} values, SFace wants {}</source>
        <translation>{} hat {} Werte, SFace erwartet {}</translation>
    </message>
    <message>
        <source>{} holds another README.md</source>
        <translation>{} enthält eine andere README.md</translation>
    </message>
    <message>
        <source>{} holds no folders</source>
        <translation>{} enthält keine Ordner</translation>
    </message>
    <message>
        <source>{} holds no picture that can be read</source>
        <translation>{} enthält kein lesbares Bild</translation>
    </message>
    <message>
        <source>{} holds values that are not finite</source>
        <translation>{} enthält Werte, die nicht endlich sind</translation>
    </message>
    <message>
        <source>{} in no folder of a person: left out</source>
        <translation>{} in keinem Ordner einer Person: ausgelassen</translation>
    </message>
    <message>
        <source>{} is a file, not a folder</source>
        <translation>{} ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>{} is a published model and keeps its name</source>
        <translation>{} ist ein veröffentlichtes Modell und behält seinen Namen</translation>
    </message>
    <message>
        <source>{} is a {}, not a recogniser</source>
        <translation>{0} ist ein {1}, kein Erkennungsmodell</translation>
    </message>
    <message>
        <source>{} is gone</source>
        <translation>{} ist verschwunden</translation>
    </message>
    <message>
        <source>{} is missing or misshapen</source>
        <translation>{} fehlt oder hat die falsche Form</translation>
    </message>
    <message>
        <source>{} is not a web address</source>
        <translation>{} ist keine Webadresse</translation>
    </message>
    <message>
        <source>{} is not InceptionResnetV1</source>
        <translation>{} ist kein InceptionResnetV1</translation>
    </message>
    <message>
        <source>{} is not OpenCV Zoo&apos;s SFace: it has no tensor {}</source>
        <translation>{0} ist nicht das SFace aus dem OpenCV Zoo: der Tensor {1} fehlt</translation>
    </message>
    <message>
        <source>{} is not the file that was registered</source>
        <translation>{} ist nicht die eingetragene Datei</translation>
    </message>
    <message>
        <source>{} is unknown</source>
        <translation>{} ist unbekannt</translation>
    </message>
    <message>
        <source>{} is {} {}, not {} {}</source>
        <translation>{} ist {} {}, nicht {} {}</translation>
    </message>
    <message>
        <source>{} must be at least 1</source>
        <translation>{} muss mindestens 1 sein</translation>
    </message>
    <message>
        <source>{} holds an earlier run</source>
        <translation>{} enthält einen früheren Lauf</translation>
    </message>
    <message>
        <source>{} holds the network of an earlier run, and no state to go on from</source>
        <translation>{} enthält das Netz eines früheren Laufs und keinen Stand, von dem es weiterginge</translation>
    </message>
    <message>
        <source>{} must be in [0, 1)</source>
        <translation>{} muss in [0, 1) liegen</translation>
    </message>
    <message>
        <source>{} must be more than 0</source>
        <translation>{} muss größer als 0 sein</translation>
    </message>
    <message>
        <source>{} must not be negative</source>
        <translation>{} darf nicht negativ sein</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>{} pictures</source>
        <translation>{} Bilder</translation>
    </message>
    <message>
        <source>{} refused the download</source>
        <translation>{} hat das Herunterladen verweigert</translation>
    </message>
    <message>
        <source>{} showed no face that can be enrolled</source>
        <translation>{} zeigte kein Gesicht, das erfasst werden kann</translation>
    </message>
    <message>
        <source>{} stopped delivering pictures</source>
        <translation>{} liefert keine Bilder mehr</translation>
    </message>
    <message>
        <source>{} was moved, renamed or deleted</source>
        <translation>{} wurde verschoben, umbenannt oder gelöscht</translation>
    </message>
    <message>
        <source>{} x {} pixels</source>
        <translation>{} x {} Pixel</translation>
    </message>
    <message>
        <source>{}, {} threads</source>
        <translation>{}, {} Threads</translation>
    </message>
    <message>
        <source>{}, {}-D, weights checked</source>
        <translation>{}, {}-D, Gewichte geprüft</translation>
    </message>
    <message>
        <source>{}: {} people, SQLite {}, {}</source>
        <translation>{}: {} Personen, SQLite {}, {}</translation>
    </message>
    <message>
        <source>Choose another place</source>
        <translation>Einen anderen Ort wählen</translation>
    </message>
    <message>
        <source>Enrol at least two people with two photos each, or give a folder</source>
        <translation>Mindestens zwei Personen mit je zwei Fotos erfassen oder einen Ordner angeben</translation>
    </message>
    <message>
        <source>Fill in the column same with yes or no</source>
        <translation>Die Spalte same mit yes oder no füllen</translation>
    </message>
    <message>
        <source>Fill in the columns a and b</source>
        <translation>Die Spalten a und b füllen</translation>
    </message>
    <message>
        <source>Give at least two photos of one person, taken at different times</source>
        <translation>Mindestens zwei Fotos einer Person angeben, zu verschiedenen Zeiten aufgenommen</translation>
    </message>
    <message>
        <source>Give faces of at least two people</source>
        <translation>Gesichter von mindestens zwei Personen angeben</translation>
    </message>
    <message>
        <source>Give it a first line such as: a,b,same</source>
        <translation>Eine erste Zeile voranstellen wie: a,b,same</translation>
    </message>
    <message>
        <source>Give LFW&apos;s pairs.txt, or a CSV file</source>
        <translation>Die pairs.txt von LFW angeben oder eine CSV-Datei</translation>
    </message>
    <message>
        <source>no two photos show the same person</source>
        <translation>keine zwei Fotos zeigen dieselbe Person</translation>
    </message>
    <message>
        <source>Save it as text in UTF-8, with the columns a, b and same</source>
        <translation>Als Text in UTF-8 speichern, mit den Spalten a, b und same</translation>
    </message>
    <message>
        <source>the faces are all of one person</source>
        <translation>alle Gesichter gehören einer Person</translation>
    </message>
    <message>
        <source>there is too little to judge by</source>
        <translation>zum Auswerten ist zu wenig da</translation>
    </message>
    <message>
        <source>Use yes or no, or leave it empty</source>
        <translation>yes oder no verwenden oder leer lassen</translation>
    </message>
    <message>
        <source>{} does not say of every pair whether it is the same person</source>
        <translation>{} sagt nicht bei jedem Paar, ob es dieselbe Person ist</translation>
    </message>
    <message>
        <source>{} has no columns named a and b</source>
        <translation>{} hat keine Spalten namens a und b</translation>
    </message>
    <message>
        <source>{} is not a CSV file</source>
        <translation>{} ist keine CSV-Datei</translation>
    </message>
    <message>
        <source>{}, line {}</source>
        <translation>{}, Zeile {}</translation>
    </message>
    <message>
        <source>{}: same is {}</source>
        <translation>{}: same ist {}</translation>
    </message>
    <message>
        <source>{}: two paths are needed</source>
        <translation>{}: zwei Pfade sind nötig</translation>
    </message>
    <message>
        <source>its embeddings differ from torch&apos;s by {}</source>
        <translation>seine Einbettungen weichen um {} von denen von torch ab</translation>
    </message>
    <message>
        <source>Kept the name of {}</source>
        <translation>Name von {} beibehalten</translation>
    </message>
    <message>
        <source>Leave fewer people out: two are needed, one of them with two photos</source>
        <translation>Lassen Sie weniger Personen aus: zwei werden gebraucht, eine davon mit zwei Fotos</translation>
    </message>
    <message>
        <source>too few people remain of those enrolled</source>
        <translation>zu wenige der erfassten Personen bleiben übrig</translation>
    </message>
    <message>
        <source>The export failed</source>
        <translation>Der Export ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Reading faces again</source>
        <translation>Gesichter werden neu gelesen</translation>
    </message>
    <message>
        <source>Reading {} faces again</source>
        <translation>{} Gesichter werden neu gelesen</translation>
    </message>
    <message>
        <source>the face is too blurred to recognise</source>
        <translation>das Gesicht ist zu unscharf, um es zu erkennen</translation>
    </message>
    <message>
        <source>too little of the face can be seen to recognise it</source>
        <translation>vom Gesicht ist zu wenig zu sehen, um es zu erkennen</translation>
    </message>
</context>
</TS>
