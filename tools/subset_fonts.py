"""Make the small fonts that PDFs carry from the DejaVu fonts: the letters of names in Latin, Greek and Cyrillic script.

usage: python tools/subset_fonts.py [FOLDER]      (Debian: apt install fonts-dejavu-core fonts-dejavu-extra)
"""

import sys
from pathlib import Path

from fontTools import subset

FROM = Path("/usr/share/fonts/truetype/dejavu")
TO = Path(__file__).resolve().parents[1] / "src" / "groundswell" / "ui" / "fonts"
FONTS = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic")
# Latin with all its marks (Vietnamese too), modifiers, Greek, Cyrillic, punctuation, currency, a few signs.
LETTERS = "U+0020-007E,U+00A0-024F,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,U+2010-2027,U+2030-203A"
SIGNS = "U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"


def main() -> int:
    """Write each font anew."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FROM
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"], name_IDs=["*"])
    for name in FONTS:
        font = subset.load_font(str(folder / f"{name}.ttf"), options)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=subset.parse_unicodes(f"{LETTERS},{SIGNS}"))
        chosen.subset(font)
        subset.save_font(font, str(TO / f"{name}.ttf"), options)
        print(f"{name}: {(TO / name).with_suffix('.ttf').stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
