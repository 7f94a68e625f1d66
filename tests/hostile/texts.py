"""Texts that do harm where they are believed: each is put into every field that a student can fill."""

from __future__ import annotations

MARKUP = "canary-markup"  # stands in every text that would be live in a page
ALARM = f"alert('{MARKUP}')"

LIVE = {
    "script": f"<script>{ALARM}</script>",
    "closing": f"</script></style></title></textarea><script>{ALARM}</script>",
    "picture": f"<img src=x onerror={ALARM}>",
    "attribute": f'" onmouseover="{ALARM}" autofocus onfocus=\'{ALARM}\' x="',
    "apostrophe": f"' onload='{ALARM}' x='",
    "drawing": f"<svg/onload={ALARM}><animate onbegin={ALARM}>",
    "formula-markup": f"<math><mtext></mtext><mglyph><style><!--</style><img onerror={ALARM} src>--></math>",
    "frame": f'<iframe srcdoc="<script>{ALARM}</script>"></iframe><object data="javascript:{ALARM}">',
    "address": f"javascript:{ALARM}//",
    "coded-address": "&#106;avascript&colon;alert&lpar;'canary-markup'&rpar;",
    "data-address": f"data:text/html,<script>{ALARM}</script>",
    "refresh": '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/canary-markup"><base href="http://127.0.0.1:9/">',
    "sheet": f"<style>*{{background:url(http://127.0.0.1:9/{MARKUP})}}</style><link rel=stylesheet href=//127.0.0.1:9>",
    "comment": f"--><script>{ALARM}</script><!--",
    "cdata": f"]]><script>{ALARM}</script>",
    "wide-brackets": f"＜script＞{ALARM}＜/script＞",
    "half-coded": "&lt;script&gt;alert('canary-markup')&lt;/script&gt; %3Cscript%3E \\u003cscript\\u003e",
    "template": "{{ 7*'canary-markup' }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}${7*7}#{7*7}",
    "separators": f"a\u2028{ALARM}\u2029b",
    "mathml-latex": f"\\href{{javascript:{ALARM}}}{{x}} \\unicode{{<script>{ALARM}</script>}}",
}
CELLS = {
    "formula": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "web": '=HYPERLINK("http://127.0.0.1:9/?"&A1,"canary")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "line": "\n=1+1",
    "full-width": "＝1+1",
    "full-width-at": "＠SUM(1)",
    "quote": '"=1+1","=2+2"\n=3+3',
    "blank": "\u00a0=1+1",
    "nothing": "\u200b=1+1",
    "mark": "\ufeff=1+1",
}
PATHS = {
    "up": "../../../../outside/canary-path",
    "absolute": "/etc/canary-path",
    "windows": "C:\\Windows\\canary-path..\\..\\x",
    "device": "CON",
    "null": "a\x00b/../canary-path",
    "home": "~/canary-path",
    "hash": "students/x.html",
}
SHOWN = {
    "override": "\u202egnp.exe\u202c",
    "isolates": "\u2066\u2067\u2068abc\u2069",
    "marks": "\u200f\u200e\u061cabc",
    "joiners": "می\u200cخواهم",
    "control": "\x1b[31mred\x1b]0;title\x07\x1b[2J\x08\x7f\x9b31m",
    "returns": "a\rb\x0bc\x0cd\x85e",
    "piled": "Z" + "\u0300\u0316\u0489" * 60,
    "beyond": "\U0001f4a9\U000e0041\ufdfd\uffff\ufffe",
    "half": "\ud800x\udfff",
    "long": "w" * 60_000,
    "percent": "%s%n%d {0} {name} {{}} %(x)s $1 \\1 \\g<0>",
}
EXECUTED = "touch {executed}"
CODE = {
    "import": "__import__('os').system('touch {executed}')",
    "lambda": "(lambda: __import__('subprocess').run(['touch', '{executed}']))()",
    "class": "().__class__.__mro__[1].__subclasses__()",
    "exec": "exec(\"open('{executed}','w')\")",
    "latex": "\\immediate\\write18{{touch {executed}}} \\input{{/etc/passwd}}",
    "shell": "$(touch {executed}) `touch {executed}` ; touch {executed} | touch {executed}",
    "yaml": "!!python/object/apply:os.system ['touch {executed}']",
    "log": "${{jndi:ldap://127.0.0.1:9/canary}}",
    "tower": "9**9**9**9**9",
    "factorial": "1000000000!",
    "power": "(x+y+z+1)**500",
    "parentheses": "(" * 900 + "1" + ")" * 900,
    "minuses": "-" * 1900 + "1",
    "product": "1" + "*(1+1)" * 300,
    "roots": "sqrt(" * 300 + "2" + ")" * 300,
    "digits": "9" * 1900,
    "exponent": "1e999999999",
    "shape": "x".join("9" * 3 for _ in range(450)),
}


def texts(executed: str) -> dict[str, str]:
    """Return every text by name; ``executed`` is the file that some would make if they were run."""
    code = {name: text.replace("{executed}", executed) for name, text in CODE.items()}
    return {**LIVE, **CELLS, **PATHS, **SHOWN, **code}
