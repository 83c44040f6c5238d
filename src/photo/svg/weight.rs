//! What a drawing would grow to, counted before anything is made of it. SVG repeats what it refers
//! to (`use`, markers, patterns), and XML its entities, so that a short file can mean billions.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::super::fault::Fault;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Elements and attributes of the file, at most.
const MOST_NODES: u32 = 300_000;
/// What its entities may grow to, in bytes.
const MOST_EXPANDED: usize = 16 * 1024 * 1024;
/// Elements and corners of its shapes, when all that is referred to is in place, at most.
const MOST_PARTS: u64 = 400_000;
/// Elements inside each other, those referred to included, at most.
const DEEPEST: usize = 128;
/// Rules of its style sheets, each for every element, at most.
const MOST_RULINGS: usize = 20_000_000;
/// Characters of a text, at most.
const LONGEST_TEXT: usize = 20_000;

/// Refuses drawings that would grow too large, and those that hold what is no shape.
pub fn check(text: &str) -> Result<(), Fault> {
    check_entities(text)?;
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => too_large(),
        error => Fault::Broken(error.to_string()),
    })?;
    if !is_svg(document.root_element(), "svg") {
        return Err(Fault::UnknownType);
    }
    let mut scale = Scale::new(&document)?;
    scale.weigh(document.root_element(), 0)?;
    Ok(())
}

fn too_large() -> Fault {
    Fault::Broken("the SVG has too many parts".into())
}

/// Entities stand in the internal subset. One that refers to others may do so 255 times.
fn check_entities(text: &str) -> Result<(), Fault> {
    let Some((_, declared)) = text.split_once("<!DOCTYPE") else {
        return Ok(());
    };
    if !declared.contains("<!ENTITY") {
        return Ok(());
    }
    let declared = declared
        .rsplit_once("<!ENTITY")
        .map_or(0, |(before, last)| {
            before.len() + last.find('>').unwrap_or(last.len())
        });
    let references = text.bytes().filter(|byte| *byte == b'&').count();
    let most = declared.saturating_mul(references).saturating_mul(255);
    // A few short ones, as drawing programs write for namespaces, pass by far.
    if most > MOST_EXPANDED * 255 || declared > 64 * 1024 {
        return Err(too_large());
    }
    Ok(())
}

fn is_svg(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element()
        && node.tag_name().name() == name
        && node.tag_name().namespace() == Some(NAMESPACE)
}

/// What an element comes to with everything in it and everything that it refers to.
#[derive(Clone, Copy, Default)]
struct Weight {
    parts: u64,
    depth: usize,
}

struct Scale<'a, 'input> {
    by_id: BTreeMap<&'a str, Node<'a, 'input>>,
    /// Elements that a style sheet refers to: any element may.
    styled: Vec<Node<'a, 'input>>,
    /// `None` while an element is being weighed: what refers to itself is left out by readers.
    known: BTreeMap<u32, Option<Weight>>,
}

impl<'a, 'input> Scale<'a, 'input> {
    fn new(document: &'a Document<'input>) -> Result<Scale<'a, 'input>, Fault> {
        let elements = || document.descendants().filter(Node::is_element);
        let by_id = elements().filter_map(|node| Some((node.attribute("id")?, node)));
        let mut scale = Scale {
            by_id: by_id.collect(),
            styled: Vec::new(),
            known: BTreeMap::new(),
        };
        let mut rules = 0;
        for sheet in elements().filter(|node| is_svg(*node, "style")) {
            let text: String = sheet.children().filter_map(|child| child.text()).collect();
            rules += text.matches(['{', ',']).count();
            scale.styled.extend(
                references(&text)
                    .filter_map(|id| scale.by_id.get(id))
                    .copied(),
            );
        }
        if rules.saturating_mul(elements().count()) > MOST_RULINGS {
            return Err(too_large());
        }
        Ok(scale)
    }

    /// Weighs an element that stands `depth` deep.
    fn weigh(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Weight, Fault> {
        if let Some(known) = self.known.get(&node.id().get()) {
            let weight = known.unwrap_or_default();
            return within(weight, depth);
        }
        if depth > DEEPEST {
            return Err(Fault::Broken("the SVG is nested too deeply".into()));
        }
        refuse(node)?;
        self.known.insert(node.id().get(), None);
        let corners = corners(node);
        let mut weight = Weight {
            parts: 1 + corners,
            depth: 0,
        };
        for child in node.children().filter(Node::is_element) {
            weight.add(self.weigh(child, depth + 1)?, 1);
        }
        for target in self.targets(node) {
            // A marker stands at every corner.
            let times = if is_svg(target, "marker") {
                corners.max(1)
            } else {
                1
            };
            weight.add(self.weigh(target, depth + 1)?, times);
        }
        self.known.insert(node.id().get(), Some(weight));
        within(weight, depth)
    }

    /// What an element refers to: in `href`, in any attribute, in the style sheet.
    fn targets(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let mut targets = self.styled.clone();
        for attribute in node.attributes() {
            let link = attribute.value().trim().strip_prefix('#');
            let link = link.filter(|_| attribute.name() == "href");
            let ids = references(attribute.value()).chain(link);
            targets.extend(ids.filter_map(|id| self.by_id.get(id)).copied());
        }
        targets
    }
}

impl Weight {
    fn add(&mut self, other: Weight, times: u64) {
        self.parts = self.parts.saturating_add(other.parts.saturating_mul(times));
        self.depth = self.depth.max(other.depth + 1);
    }
}

/// A weight, if the drawing bears it at that depth.
fn within(weight: Weight, depth: usize) -> Result<Weight, Fault> {
    if weight.parts > MOST_PARTS {
        return Err(too_large());
    }
    if depth + weight.depth > DEEPEST {
        return Err(Fault::Broken("the SVG is nested too deeply".into()));
    }
    Ok(weight)
}

/// The ids in `url(#…)`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let (address, _) = rest.split_once(')')?;
        let address = address.trim().trim_matches(['"', '\'']).trim();
        address.strip_prefix('#')
    })
}

/// The corners of a shape and the characters of a text, or more than there are.
fn corners(node: Node<'_, '_>) -> u64 {
    let path = ["d", "points"]
        .into_iter()
        .filter_map(|name| node.attribute(name));
    let numbers = path.map(|path| path.len() as u64 / 4).sum::<u64>();
    let texts = node
        .children()
        .filter(Node::is_text)
        .filter_map(|text| text.text());
    let characters = texts.map(|text| text.trim().len() as u64).sum::<u64>();
    numbers + characters
}

/// What would be lost in one of the editions, and what has no end.
fn refuse(node: Node<'_, '_>) -> Result<(), Fault> {
    if is_svg(node, "image") || is_svg(node, "feImage") {
        let reason = "the SVG holds a picture, or a link to one, which is no shape";
        return Err(Fault::Broken(reason.into()));
    }
    let chosen = node
        .parent_element()
        .is_some_and(|parent| is_svg(parent, "switch"));
    if is_svg(node, "foreignObject") && !chosen {
        return Err(Fault::Broken(
            "the SVG holds HTML, which is no shape".into(),
        ));
    }
    if is_svg(node, "text") {
        let texts = node.descendants().filter(Node::is_text);
        let texts = texts.filter_map(|inside| inside.text());
        if texts.map(str::len).sum::<usize>() > LONGEST_TEXT {
            return Err(too_large());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(inside: &str) -> Result<(), Fault> {
        check(&format!("<svg xmlns='{NAMESPACE}'>{inside}</svg>"))
    }

    /// `times` elements that each refer to the next `fan` times.
    fn chain(times: usize, fan: usize) -> String {
        let link = |number: usize| {
            let next = format!("<use href='#u{}'/>", number + 1).repeat(fan);
            format!("<g id='u{number}'>{next}</g>")
        };
        (0..times).map(link).collect::<String>() + &format!("<rect id='u{times}'/>")
    }

    #[test]
    fn what_refers_to_itself_ends() {
        assert!(
            checked("<g id='a'><use href='#a'/><use href='#b'/></g><g id='b'><use href='#a'/></g>")
                .is_ok()
        );
    }

    #[test]
    fn what_multiplies_is_refused() {
        assert!(checked(&chain(5, 10)).is_ok());
        assert!(checked(&chain(6, 10)).is_err());
        assert!(checked(&chain(40, 10)).is_err());
        let path = format!(
            "<path marker-mid='url(#m)' d='M0 0{}'/>",
            "L1 1".repeat(1_000)
        );
        let marker =
            |shapes: usize| format!("<marker id='m'>{}</marker>", "<rect/>".repeat(shapes));
        assert!(checked(&(path.clone() + &marker(3))).is_ok());
        assert!(checked(&(path.clone() + &marker(1_000))).is_err());
        let sheet = "<style>path { marker: url( '#m' ) }</style>";
        let styled = path.replace("marker-mid", "x") + sheet;
        assert!(checked(&(styled + &marker(1_000))).is_err());
    }

    #[test]
    fn what_is_deep_is_refused() {
        let nested = |depth: usize| "<g>".repeat(depth) + &"</g>".repeat(depth);
        assert!(checked(&nested(120)).is_ok());
        assert!(checked(&nested(130)).is_err());
        assert!(checked(&nested(50_000)).is_err());
        assert!(checked(&chain(50, 1)).is_ok());
        assert!(checked(&chain(2_000, 1)).is_err());
    }

    #[test]
    fn entities_that_grow_are_refused() {
        let with = |entities: &str, inside: &str| {
            check(&format!(
                "<!DOCTYPE svg [{entities}]><svg xmlns='{NAMESPACE}'>{inside}</svg>"
            ))
        };
        let namespace = "<!ENTITY ns 'http://ns.example.org/'>";
        assert!(with(namespace, "<desc>&ns;</desc>").is_ok());
        let long = format!("<!ENTITY a '{}'>", "x".repeat(60_000));
        assert!(with(&long, &"&a;".repeat(20_000)).is_err());
        assert!(
            with(
                "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
                "<desc>&a;</desc>"
            )
            .is_err()
        );
        let laughs = "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>";
        assert!(with(laughs, &"&c;".repeat(300_000)).is_err());
    }
}
