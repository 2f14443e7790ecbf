"""Names go into a packet and come out again, whatever form it has, and leave everything else as it is."""

import re
from collections.abc import Sequence

import pytest

from app.core.errors import ImageError
from app.domain.box import Box
from app.domain.region import Region
from app.xmp import names, rdf

_ANA, _BO = Region("Ana & <Co>", Box(0.1, 0.2, 0.3, 0.4)), Region("Bo", Box(0.6, 0.2, 0.2, 0.2))

# what digiKam, exiftool and Lightroom write, in their own ways: single quotes, structures as attributes or as
# nested descriptions, other prefixes, other properties in between
_DIGIKAM = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" digiKam:PickLabel="0">
   <digiKam:TagsList><rdf:Seq><rdf:li>Places/Rome</rdf:li><rdf:li>People/Cy</rdf:li></rdf:Seq></digiKam:TagsList>
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="400" stDim:h="300" stDim:unit="pixel"/>
    <mwg-rs:RegionList>
     <rdf:Bag>
      <rdf:li>
       <rdf:Description mwg-rs:Name="Cy" mwg-rs:Type="Face">
        <mwg-rs:Area stArea:x="0.7" stArea:y="0.3" stArea:w="0.2" stArea:h="0.2" stArea:unit="normalized"/>
       </rdf:Description>
      </rdf:li>
      <rdf:li><rdf:Description mwg-rs:Name="Rex" mwg-rs:Type="Pet">
        <mwg-rs:Area stArea:x="0.3" stArea:y="0.3" stArea:w="0.2" stArea:h="0.2" stArea:unit="normalized"/>
      </rdf:Description></rdf:li>
     </rdf:Bag>
    </mwg-rs:RegionList>
   </mwg-rs:Regions>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_EXIFTOOL = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Image::ExifTool 12.57'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>

 <rdf:Description rdf:about='me'
  xmlns:p1='http://ns.microsoft.com/photo/1.2/'
  xmlns:p2='http://ns.microsoft.com/photo/1.2/t/RegionInfo#'
  xmlns:p3='http://ns.microsoft.com/photo/1.2/t/Region#'>
  <p1:RegionInfo rdf:parseType='Resource'>
   <p2:Regions>
    <rdf:Bag>
     <rdf:li rdf:parseType='Resource'>
      <p3:PersonDisplayName>Cy</p3:PersonDisplayName>
      <p3:PersonEmailDigest>abc</p3:PersonEmailDigest>
      <p3:Rectangle>0.6, 0.2, 0.2, 0.2</p3:Rectangle>
     </rdf:li>
    </rdf:Bag>
   </p2:Regions>
  </p1:RegionInfo>
 </rdf:Description>
 <!-- kept -->
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""
_FORMS = [rdf.EMPTY, _DIGIKAM.encode(), _EXIFTOOL.encode()]


def _names(data: bytes) -> list[str]:
    return sorted(region.name for region in names.read(data).regions)


@pytest.mark.parametrize("packet", _FORMS)
def test_names_come_out_as_they_went_in(packet: bytes) -> None:
    made = names.write(packet, [_ANA, _BO], (400, 300))
    found = {region.name: region.area for region in names.read(made).regions}
    assert found.keys() == {_ANA.name, _BO.name}
    for region in (_ANA, _BO):
        assert found[region.name] == pytest.approx(region.area, abs=1e-6)
    assert {_ANA.name, _BO.name} <= set(names.read(made).tags)
    assert names.write(made, [_ANA, _BO], (400, 300)) == made


def test_a_region_of_the_same_face_gets_the_name_and_all_else_stays() -> None:
    made = names.write(_DIGIKAM.encode(), [_BO], (400, 300)).decode()
    expected = _DIGIKAM.replace('mwg-rs:Name="Cy"', 'mwg-rs:Name="Bo"').replace(
        "<rdf:li>People/Cy</rdf:li>", "<rdf:li>People/Bo</rdf:li>"
    )
    added = re.sub(
        r"  ?<rdf:Description rdf:about=\"\">(?:(?!</rdf:Description>).)*</rdf:Description>\n ",
        "",
        made,
        flags=re.DOTALL,
    )
    assert added.split() == expected.split()
    other = names.write(_EXIFTOOL.encode(), [_BO], (400, 300)).decode()
    assert "<p3:PersonEmailDigest>abc</p3:PersonEmailDigest>" in other
    assert "<!-- kept -->" in other
    assert _names(other.encode()) == ["Bo"]
    assert other.count("rdf:about='me'") + other.count('rdf:about="me"') == other.count("rdf:about")


def test_a_region_of_nobody_here_stays() -> None:
    made = names.write(_DIGIKAM.encode(), [_ANA], (400, 300))
    assert _names(made) == [_ANA.name, "Cy"]
    assert "Cy" in names.read(made).tags
    assert b"Rex" in made


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ('stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.4"', (0.4, 0.3, 0.2, 0.4)),
        (
            'stArea:x="200" stArea:y="150" stArea:w="80" stArea:h="120" stArea:unit="pixel"',
            (0.4, 0.3, 0.2, 0.4),
        ),
        ('stArea:x="0.5" stArea:y="0.5" stArea:d="0.2"', (0.4, 0.4, 0.2, 0.2)),
        ('stArea:x="1.0" stArea:y="0.5" stArea:w="0.2" stArea:h="0.4"', (0.9, 0.3, 0.1, 0.4)),
    ],
)
def test_areas_of_every_kind_are_read(area: str, expected: Sequence[float]) -> None:
    text = re.sub(r'stArea:x="0.7".*?stArea:unit="normalized"', area, _DIGIKAM, count=1)
    (region,) = names.read(text.encode()).regions
    assert region.area == pytest.approx(expected)


@pytest.mark.parametrize(
    "area",
    [
        'stArea:x="no"',
        'stArea:x="nan" stArea:y="1" stArea:w="1" stArea:h="1"',
        'stArea:x="9" stArea:y="9" stArea:w="1" stArea:h="1"',
    ],
)
def test_an_area_that_is_none_is_passed_over(area: str) -> None:
    text = re.sub(r'stArea:x="0.7".*?stArea:unit="normalized"', area, _DIGIKAM, count=1)
    assert names.read(text.encode()).regions == ()


def test_tags_name_people_without_a_place() -> None:
    found = names.read(_DIGIKAM.replace("People/Cy", "People/Family/Di").encode())
    assert found.tags == ("Di",)
    assert [(one.name, one.area is None) for one in found.people] == [("Cy", False), ("Di", True)]


def test_a_new_sidecar_begins_with_the_regions_and_tags_of_the_picture() -> None:
    begun = names.beginning([_DIGIKAM.encode(), _EXIFTOOL.encode()])
    assert _names(begun) == ["Cy"]
    assert names.read(begun).tags == ("Cy",)
    assert b"Places/Rome" in begun
    assert b"PersonEmailDigest" in begun
    assert b"xmp:Rating" not in begun


def test_a_packet_without_rdf_is_refused() -> None:
    with pytest.raises(ImageError, match="no RDF"):
        names.write(b"<x/>", [_BO], (4, 3))
