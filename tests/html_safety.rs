//! Nothing that a browser would run, load or style comes out of raw HTML.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::io::{Cursor, Read};

use cutline::epub;
use support::read_text;

const HOSTILE: &str = r##"# Hostile

<div onclick="evil()" style="background:url(javascript:evil())"><p onmouseover=evil()>kept one</p></div>

Text <a href="javascript:evil()" onclick="evil()">kept two</a> and <a href=" JaVa&#115;cript&colon;evil()">kept three</a>,
<span style="color:red" onclick='evil()'>kept four</span> <script>evil()</script> <kbd onclick=evil()>kept five</kbd>.

[kept six](javascript:evil())

<script src="https://example.org/evil.js">
evil("</scr" + "ipt>");
</script>

<style>p { background: url(evil) }</style>

<iframe src="https://example.org/evil" onload="evil()">kept seven</iframe>

<form action="https://example.org/evil"><label>kept eight</label><input onfocus=evil() autofocus><button formaction=evil>kept nine</button></form>

<table onclick=evil() style="x"><tr><td style="text-align:right;behavior:evil" onclick=evil()>kept ten</td></tr></table>

<figure onclick=evil()><img src="javascript:evil()" onerror="evil()" alt="kept eleven"><figcaption style=evil>kept twelve</figcaption></figure>

<svg onload=evil()><script>evil()</script><text>kept thirteen</text></svg>

<img src=x onerror=evil()//>

<object data="evil.swf"></object><embed src="evil"><base href="evil"><link rel=stylesheet href=evil><meta http-equiv=refresh content="0;evil">
"##;

#[test]
fn nothing_active_reaches_the_epub() {
    let reading = read_text("hostile.md", HOSTILE);
    let (book, _) = reading.look_up();
    let mut file = Cursor::new(Vec::new());
    epub::write(&book, None, &epub::Options::default(), &mut file).unwrap();
    let mut container = zip::ZipArchive::new(file).unwrap();
    let mut all = String::new();
    for index in 0..container.len() {
        let mut entry = container.by_index(index).unwrap();
        let name = entry.name().to_owned();
        if name.ends_with(".xhtml") || name.ends_with(".opf") || name.ends_with(".ncx") {
            entry.read_to_string(&mut all).unwrap();
        }
    }
    let all = all.to_lowercase();
    for never in [
        "onclick",
        "onload",
        "onerror",
        "onmouse",
        "onfocus",
        "javascript",
        "<script",
        "<iframe",
        "style=",
        "<form",
        "<input",
        "<button",
        "<object",
        "<embed",
        "<base",
        "evil",
    ] {
        assert!(!all.contains(never), "{never} in {all}");
    }
    for kept in [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen",
    ] {
        assert!(all.contains(&format!("kept {kept}")), "{kept} in {all}");
    }
}
