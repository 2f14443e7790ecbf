"""What was said in another gallery and not here: answers, whose faces are not, who is two, and consents.

People and faces there are given with those here: `people` and `faces` map the ones' numbers to the others'.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.consent import Consent
from app.gallery import answers, apart, births, consents, denials
from app.gallery.schema import FaceRow

Same = Mapping[int, int]


@dataclass(slots=True)
class Said:
    """What holds there and is not known here, in identifiers of here.

    Attributes:
        denied: Faces that are not a person's, by person.
        answers: Pairs of faces that are the same person (true), or are not.
        apart: Pairs of people who are two.
    """

    denied: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[bool, list[tuple[int, int]]] = field(default_factory=lambda: {True: [], False: []})
    apart: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        """How much that is."""
        faces = sum(map(len, self.denied.values()))
        return faces + sum(map(len, self.answers.values())) + len(self.apart)

    def keep(self, session: Session, entry: int) -> None:
        """Let it hold here, as part of a journal entry."""
        for person, faces in self.denied.items():
            denials.deny(session, entry, faces, person)
        for same, pairs in self.answers.items():
            answers.keep(session, entry, pairs, same=same)
        for one, other in self.apart:
            apart.keep_apart(session, entry, one, {other})


def said_anew(there: Session, here: Session, people: Same, faces: Same) -> Said:
    """What was said there and not here; faces are not denied to whose they are here."""
    found = Said()
    owners = dict(here.execute(select(FaceRow.id, FaceRow.person_id)).all())
    known = denials.by_face(here)
    for face, others in denials.by_face(there).items():
        for person in (people[one] for one in others if one in people):
            mine = faces.get(face)
            if mine is not None and owners.get(mine) != person and person not in known.get(mine, ()):
                found.denied[person].append(mine)
    told = {frozenset((one.face, one.other)) for one in answers.load(here)}
    for one in answers.load(there):
        if one.face in faces and one.other in faces:
            pair = faces[one.face], faces[one.other]
            if frozenset(pair) not in told:
                found.answers[one.same].append(pair)
    two = apart.pairs(here)
    for first, second in apart.pairs(there):
        if first in people and second in people:
            mine, other = sorted((people[first], people[second]))
            if (mine, other) not in two:
                found.apart.append((mine, other))
    return found


def agreed_anew(there: Session, here: Session, people: Same) -> list[tuple[int, Consent]]:
    """What people agreed to there and not here, the oldest first, with who."""
    return [
        (mine, consent)
        for theirs, mine in people.items()
        for consent in reversed(consents.of(there, theirs))
        if not any(consent.renews(one) for one in consents.of(here, mine))
    ]


def born_anew(there: Session, here: Session, people: Same) -> dict[int, date]:
    """Birth dates known there and not here, by person."""
    return {
        mine: born
        for theirs, mine in people.items()
        if births.of(here, mine) is None and (born := births.of(there, theirs)) is not None
    }


def anew(there: Session, here: Session, people: Same, faces: Same) -> int:
    """How many answers, consents and birth dates are new here."""
    told = len(agreed_anew(there, here, people)) + len(born_anew(there, here, people))
    return told + len(said_anew(there, here, people, faces))
