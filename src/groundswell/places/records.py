"""One entry of California's directory, as the import services take it, whatever file it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DirectoryRecord:
    """A school, or (school part of the code all zeros) an authority: a district or a county office.

    `county` is where it stands, `authority_county` the first two digits of its code; the two differ for dozens of
    schools. `authority_cds` is the authority's own code. Blank text and None mean: not in the file.
    """

    cds_code: str
    name: str
    authority_name: str = ""
    county: str = ""
    status: str = "open"  # a value of choices.Status
    charter: bool = False
    online: bool = False
    level: str = ""  # a value of choices.Level
    grades: str = ""
    students: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    street: str = ""
    city: str = ""
    zip_code: str = ""

    @property
    def is_authority(self) -> bool:
        return self.cds_code.endswith("0000000")

    @property
    def authority_cds(self) -> str:
        return self.cds_code[:7] + "0000000"

    @property
    def authority_county(self) -> str:
        return self.cds_code[:2]
