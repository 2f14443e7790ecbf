<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n view(s)</source>
        <translation>
            <numerusform>%n view</numerusform>
            <numerusform>%n views</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform>
            <numerusform>%n faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more folder(s) wait</source>
        <translation>
            <numerusform>%Ln more folder waits</numerusform>
            <numerusform>%Ln more folders wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s)</source>
        <translation>
            <numerusform>%Ln answer</numerusform>
            <numerusform>%Ln answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s)</source>
        <translation>
            <numerusform>%Ln face</numerusform>
            <numerusform>%Ln faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln single face(s) resemble no other and are left.</source>
        <translation>
            <numerusform>%Ln single face resembles no other and is left.</numerusform>
            <numerusform>%Ln single faces resemble no other and are left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) of one person, it seems</source>
        <translation>
            <numerusform>%Ln face of one person, it seems</numerusform>
            <numerusform>%Ln faces of one person, it seems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) read in {folder}</source>
        <translation>
            <numerusform>%Ln photo read in {folder}</numerusform>
            <numerusform>%Ln photos read in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read</source>
        <translation>
            <numerusform>%Ln could not be read</numerusform>
            <numerusform>%Ln could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln video(s) left out</source>
        <translation>
            <numerusform>%Ln video left out</numerusform>
            <numerusform>%Ln videos left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes also names %Ln face(s) that look just like this one.</source>
        <translation>
            <numerusform>Yes also names %Ln face that looks just like this one.</numerusform>
            <numerusform>Yes also names %Ln faces that look just like this one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The name goes to %Ln more face(s) that look just like this one.</source>
        <translation>
            <numerusform>The name goes to %Ln more face that looks just like this one.</numerusform>
            <numerusform>The name goes to %Ln more faces that look just like this one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) settled</source>
        <translation>
            <numerusform>%Ln face settled</numerusform>
            <numerusform>%Ln faces settled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) skipped</source>
        <translation>
            <numerusform>%Ln question skipped</numerusform>
            <numerusform>%Ln questions skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) need(s) a look</source>
        <translation>
            <numerusform>%n thing needs a look</numerusform>
            <numerusform>%n things need a look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have one photo: recognised, but not trained on.</source>
        <translation>
            <numerusform>%n person has one photo: recognised, but not trained on.</numerusform>
            <numerusform>%n people have one photo: recognised, but not trained on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people: the same</source>
        <translation>
            <numerusform>%n person: the same</numerusform>
            <numerusform>%n people: the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces, each named by the person&apos;s other faces</source>
        <translation>
            <numerusform>%n face, named by the person&apos;s other faces</numerusform>
            <numerusform>%n faces, each named by the person&apos;s other faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other ways are as good on these faces. If you know better, add it again so.</source>
        <translation>
            <numerusform>%n other way is as good on these faces. If you know better, add it again so.</numerusform>
            <numerusform>%n other ways are as good on these faces. If you know better, add it again so.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n input(s) could not be used</source>
        <translation>
            <numerusform>%n input could not be used</numerusform>
            <numerusform>%n inputs could not be used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more face(s) cannot be recognised and are left out.</source>
        <translation>
            <numerusform>%n more face cannot be recognised and is left out.</numerusform>
            <numerusform>%n more faces cannot be recognised and are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces look like somebody else: left out.</source>
        <translation>
            <numerusform>%n face looks like somebody else: left out.</numerusform>
            <numerusform>%n faces look like somebody else: left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give them to {name}</source>
        <translation>
            <numerusform>Give it to {name}</numerusform>
            <numerusform>Give them to {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They are {name}</source>
        <translation>
            <numerusform>It is {name}</numerusform>
            <numerusform>They are {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Train on them</source>
        <translation>
            <numerusform>Train on it</numerusform>
            <numerusform>Train on them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces of {name} look like somebody else</source>
        <translation>
            <numerusform>%n face of {name} looks like somebody else</numerusform>
            <numerusform>%n faces of {name} look like somebody else</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces of {name} look like {other}</source>
        <translation>
            <numerusform>%n face of {name} looks like {other}</numerusform>
            <numerusform>%n faces of {name} look like {other}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces</source>
        <translation>
            <numerusform>%n face</numerusform>
            <numerusform>%n faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} · %n photos</source>
        <translation>
            <numerusform>{name} · %n photo</numerusform>
            <numerusform>{name} · %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faces that look like somebody else were left out.</source>
        <translation>
            <numerusform>%n face that looks like somebody else was left out.</numerusform>
            <numerusform>%n faces that look like somebody else were left out.</numerusform>
        </translation>
    </message>
</context>
</TS>
