//! What tells the parts of each language.

/// How texts are quoted.
#[derive(Debug)]
pub struct Quote {
    /// What opens one.
    pub open: &'static str,
    /// What closes it.
    pub close: &'static str,
    /// Whether a backslash takes the next sign's meaning.
    pub escapes: bool,
    /// Whether it may go on over lines; one that may not ends with its line.
    pub spans_lines: bool,
    /// Whether it holds one character, and is otherwise none.
    pub is_character: bool,
}

/// Where keys of data stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// There are none.
    None,
    /// Texts before a colon.
    Texts,
    /// At a line's beginning, before this sign.
    Before(char),
}

/// A language.
#[derive(Debug)]
pub struct Language {
    /// Its name and its other names, in lower case.
    pub names: &'static [&'static str],
    /// What opens a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// What opens and closes other comments. None nests.
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Whether a comment begins only after white space.
    pub comments_part: bool,
    /// Its quotes, the longer before those that they begin with.
    pub quotes: &'static [Quote],
    /// Its keywords, parted by spaces.
    pub keywords: &'static str,
    /// Whether keywords may be written in capitals.
    pub is_caseless: bool,
    /// Its keys.
    pub keys: Keys,
    /// Whether it is text with tags.
    pub is_markup: bool,
}

const fn quote(mark: &'static str) -> Quote {
    Quote {
        open: mark,
        close: mark,
        escapes: true,
        spans_lines: false,
        is_character: false,
    }
}

const fn long(mark: &'static str) -> Quote {
    Quote {
        spans_lines: true,
        ..quote(mark)
    }
}

const fn raw(mark: &'static str) -> Quote {
    Quote {
        escapes: false,
        ..quote(mark)
    }
}

const CHARACTER: Quote = Quote {
    is_character: true,
    ..quote("'")
};
const BOTH: &[Quote] = &[quote("\""), quote("'")];
const C_QUOTES: &[Quote] = &[quote("\""), CHARACTER];
const SLASHES: &[(&str, &str)] = &[("/*", "*/")];
const TAGS: &[(&str, &str)] = &[("<!--", "-->"), ("<![CDATA[", "]]>")];

/// What most languages are like: comments as in C++, both quotes.
const USUAL: Language = Language {
    names: &[],
    line_comments: &["//"],
    block_comments: SLASHES,
    comments_part: false,
    quotes: BOTH,
    keywords: "",
    is_caseless: false,
    keys: Keys::None,
    is_markup: false,
};

/// What scripts are like: comments after a `#`.
const SCRIPT: Language = Language {
    line_comments: &["#"],
    block_comments: &[],
    ..USUAL
};

/// Every language that is known.
pub static LANGUAGES: &[Language] = &[
    Language {
        names: &["rust", "rs"],
        quotes: &[
            Quote {
                open: "r#\"",
                close: "\"#",
                escapes: false,
                spans_lines: true,
                is_character: false,
            },
            long("\""),
            CHARACTER,
        ],
        keywords: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type union unsafe use where while yield",
        ..USUAL
    },
    Language {
        names: &["c", "h"],
        quotes: C_QUOTES,
        keywords: "auto bool break case char const continue default do double else enum extern false float for goto if inline int long nullptr register return short signed sizeof static struct switch true typedef union unsigned void volatile while",
        ..USUAL
    },
    Language {
        names: &["cpp", "c++", "cc", "cxx", "hpp"],
        quotes: C_QUOTES,
        keywords: "alignas auto bool break case catch char class co_await co_return co_yield concept const consteval constexpr continue decltype default delete do double else enum explicit export extern false final float for friend if inline int long mutable namespace new noexcept nullptr operator override private protected public requires return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while",
        ..USUAL
    },
    Language {
        names: &["java"],
        quotes: &[long("\"\"\""), quote("\""), CHARACTER],
        keywords: "abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for if implements import instanceof int interface long native new null package private protected public record return sealed short static super switch synchronized this throw throws transient true try var void volatile while yield",
        ..USUAL
    },
    Language {
        names: &["kotlin", "kt"],
        quotes: &[long("\"\"\""), quote("\""), CHARACTER],
        keywords: "abstract as break by catch class companion const constructor continue data do else enum false final finally for fun if import in init inline interface internal is lateinit null object open operator out override package private protected public return sealed super suspend this throw true try typealias val var vararg when where while",
        ..USUAL
    },
    Language {
        names: &["csharp", "cs", "c#"],
        quotes: C_QUOTES,
        keywords: "abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach get if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly record ref return sealed set short sizeof static string struct switch this throw true try typeof uint ulong using var virtual void volatile while with yield",
        ..USUAL
    },
    Language {
        names: &["javascript", "js", "jsx", "mjs", "typescript", "ts", "tsx"],
        quotes: &[long("`"), quote("\""), quote("'")],
        keywords: "abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface keyof let namespace never new null number of private protected public readonly return satisfies set static string super switch this throw true try type typeof undefined unknown var void while with yield",
        ..USUAL
    },
    Language {
        names: &["go", "golang"],
        quotes: &[
            Quote {
                escapes: false,
                ..long("`")
            },
            quote("\""),
            CHARACTER,
        ],
        keywords: "break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select struct switch true type var",
        ..USUAL
    },
    Language {
        names: &["swift"],
        quotes: &[long("\"\"\""), quote("\"")],
        keywords: "actor as associatedtype async await break case catch class continue default defer deinit do else enum extension false fileprivate for func guard if import in init inout internal is let nil open operator override private protocol public repeat rethrows return self Self some static struct subscript super switch throw throws true try typealias var where while",
        ..USUAL
    },
    Language {
        names: &["php"],
        line_comments: &["//", "#"],
        keywords: "abstract and array as break case catch class clone const continue declare default do echo else elseif enum extends false final finally fn for foreach function global if implements include instanceof interface match namespace new null or print private protected public readonly require return static switch this throw trait true try use var while yield",
        ..USUAL
    },
    Language {
        names: &["css", "scss", "less"],
        line_comments: &[],
        keywords: "important inherit initial media import supports keyframes none auto",
        ..USUAL
    },
    Language {
        names: &["python", "py", "python3"],
        quotes: &[long("\"\"\""), long("'''"), quote("\""), quote("'")],
        keywords: "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
        ..SCRIPT
    },
    Language {
        names: &["ruby", "rb"],
        block_comments: &[("=begin", "=end")],
        keywords: "alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo require rescue retry return self super then true undef unless until when while yield",
        ..SCRIPT
    },
    Language {
        names: &["perl", "pl"],
        keywords: "and eq else elsif for foreach if last local my ne next no not or our package print redo require return sub undef unless until use while xor",
        ..SCRIPT
    },
    Language {
        names: &["sh", "bash", "shell", "zsh", "console", "shell-session"],
        comments_part: true,
        quotes: &[
            long("\""),
            Quote {
                spans_lines: true,
                ..raw("'")
            },
        ],
        keywords: "case do done elif else esac exit export fi for function if in local return select set then until while",
        ..SCRIPT
    },
    Language {
        names: &["r"],
        keywords: "FALSE NA NULL TRUE break else for function if in library next repeat require return while",
        ..SCRIPT
    },
    Language {
        names: &["make", "makefile", "mk"],
        comments_part: true,
        quotes: &[],
        keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override",
        ..SCRIPT
    },
    Language {
        names: &["dockerfile", "docker"],
        comments_part: true,
        keywords: "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL STOPSIGNAL USER VOLUME WORKDIR",
        ..SCRIPT
    },
    Language {
        names: &["toml"],
        comments_part: true,
        quotes: &[long("\"\"\""), long("'''"), quote("\""), raw("'")],
        keywords: "true false",
        keys: Keys::Before('='),
        ..SCRIPT
    },
    Language {
        names: &["ini", "cfg", "conf", "properties"],
        line_comments: &["#", ";"],
        comments_part: true,
        quotes: &[quote("\"")],
        keys: Keys::Before('='),
        ..SCRIPT
    },
    Language {
        names: &["yaml", "yml"],
        comments_part: true,
        quotes: &[quote("\"")],
        keywords: "true false null",
        keys: Keys::Before(':'),
        ..SCRIPT
    },
    Language {
        names: &["json", "json5", "jsonc"],
        quotes: &[quote("\"")],
        keywords: "true false null",
        keys: Keys::Texts,
        ..USUAL
    },
    Language {
        names: &["sql", "postgresql", "mysql", "sqlite"],
        line_comments: &["--"],
        quotes: &[raw("'"), raw("\"")],
        keywords: "add all alter and as asc begin between by case check column commit constraint create cross database default delete desc distinct drop else end exists foreign from full group having if in index inner insert into is join key left like limit not null offset on or order outer primary references right rollback select set table then union unique update values view when where with",
        is_caseless: true,
        ..USUAL
    },
    Language {
        names: &["lua"],
        line_comments: &["--"],
        block_comments: &[("--[[", "]]")],
        keywords: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
        ..USUAL
    },
    Language {
        names: &["haskell", "hs"],
        line_comments: &["--"],
        block_comments: &[("{-", "-}")],
        quotes: C_QUOTES,
        keywords: "case class data default deriving do else forall if import in infix infixl infixr instance let module newtype of then type where",
        ..USUAL
    },
    Language {
        names: &["html", "xml", "xhtml", "svg", "opf"],
        line_comments: &[],
        block_comments: TAGS,
        is_markup: true,
        ..USUAL
    },
];
