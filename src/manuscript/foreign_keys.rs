//! Keys of metadata that other programs read and editions do not need.

/// Keys of metadata blocks: the reserved front matter of Hugo and Jekyll and what their usual
/// themes add, the properties of Obsidian, the variables of pandoc and Quarto.
#[rustfmt::skip]
pub(super) const OF_BLOCKS: &[&str] = &[
    // Hugo and Jekyll.
    "aliases", "asset-type", "audio", "build", "canonicalurl", "cascade", "categories", "category",
    "collection", "comments", "draft", "excerpt", "expirydate", "featured", "headless", "hidden",
    "ishtml", "iscjklanguage", "last_modified_at", "lastmod", "linktitle",
    "locale", "markup", "math", "menu", "menus", "mermaid", "modified", "nav_order", "outputs",
    "params", "parent", "permalink", "pin", "published", "publishdate", "redirect_from",
    "resources", "showtoc", "sitemap", "slug", "tags", "tag", "thumbnail", "toc",
    "translationkey", "type", "updated", "url", "videos", "weight",
    // Obsidian.
    "created", "cssclass", "cssclasses", "id", "publish",
    // pandoc and Quarto.
    "abstract", "bibliography", "citation", "classoption", "colorlinks", "cover-image", "csl",
    "css", "documentclass", "editor", "execute", "fontfamily", "fontsize", "format", "geometry",
    "header-includes", "indent", "institute", "jupyter", "link-citations", "linkcolor",
    "linestretch", "lof", "lot", "mainfont", "monofont", "nocite", "number-sections", "output",
    "papersize", "reference-section-title", "sansfont", "thanks", "toc-depth",
    "toc-title", "top-level-division", "urlcolor",
];

/// Keys of mdBook's table `[book]`.
pub(super) const OF_MDBOOK: &[&str] = &["multilingual", "text-direction"];
