//! What cutline does not touch: no network, in its dependencies, in its sources and when it runs; no file
//! but those of the project folder, its own outputs, and what the system needs to start a program.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use support::desk::{CUTLINE, Desk, stderr};

/// What crates that open connections are called, or begin with.
const NETWORK: &[&str] = &[
    "actix",
    "async-io",
    "async-net",
    "async-std",
    "attohttpc",
    "awc",
    "axum",
    "curl",
    "ftp",
    "git2",
    "gix",
    "h2",
    "h3",
    "hickory",
    "hyper",
    "isahc",
    "lettre",
    "libp2p",
    "libssh",
    "mini-redis",
    "minreq",
    "mio",
    "native-tls",
    "net2",
    "openssl",
    "quinn",
    "reqwest",
    "russh",
    "rustls",
    "schannel",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tokio",
    "tower",
    "trust-dns",
    "tungstenite",
    "ureq",
    "warp",
    "webpki",
    "websocket",
    "zbus",
];

fn is_network(name: &str) -> bool {
    let mut known = NETWORK.iter();
    known.any(|known| {
        name == *known
            || name
                .strip_prefix(known)
                .is_some_and(|it| it.starts_with('-'))
    })
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--locked")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn no_crate_of_the_tree_opens_connections() {
    // Of the systems that people work on: on the web, printpdf would bring more.
    let mut tree = String::new();
    for target in [
        "x86_64-unknown-linux-gnu",
        "aarch64-apple-darwin",
        "x86_64-pc-windows-msvc",
    ] {
        tree += &cargo(&[
            "tree",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--target",
            target,
        ]);
    }
    let names: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(
        names.len() > 100 && names.contains("pulldown-cmark"),
        "{names:?}"
    );
    let found: Vec<&&str> = names.iter().filter(|name| is_network(name)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(is_network("tokio") && is_network("hyper-util") && !is_network("h2o"));
    // One that could, by a feature that it has not.
    let features = cargo(&[
        "tree", "--edges", "features", "--prefix", "none", "--invert", "rustix",
    ]);
    assert!(features.contains("rustix feature \"fs\""), "{features}");
    assert!(!features.contains("rustix feature \"net\""), "{features}");
}

#[test]
fn no_source_names_the_network() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            for word in [
                "TcpStream",
                "TcpListener",
                "UdpSocket",
                "ToSocketAddrs",
                "UnixStream",
                "UnixListener",
                "UnixDatagram",
            ] {
                assert!(!text.contains(word), "{} names {word}", path.display());
            }
        }
    }
    assert!(seen > 100);
}

/// What the system itself opens to start a program, and to count its cores.
const SYSTEM: &[&str] = &[
    "/lib",
    "/usr/lib",
    "/etc/ld.so",
    "/proc/",
    "/sys/fs/cgroup",
    "/sys/devices/system/cpu",
    "/dev/",
];

/// A call as strace shows it: what was called, with which path, and whether it succeeded.
struct Call {
    name: String,
    path: Option<String>,
    succeeded: bool,
    line: String,
}

fn calls(trace: &str) -> Vec<Call> {
    let calls = trace.lines().filter_map(|line| {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, rest) = call.split_once('(')?;
        let path = rest.split('"').nth(1).map(str::to_owned);
        let succeeded = !rest.contains(" = -1 ");
        Some(Call {
            name: name.to_owned(),
            path,
            succeeded,
            line: line.to_owned(),
        })
    });
    calls.collect()
}

#[test]
fn nothing_is_opened_outside() {
    if Command::new("strace").arg("-V").output().is_err() {
        println!("SKIPPED: without strace nobody sees which files are opened");
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI strace must be there"
        );
        return;
    }
    let desk = Desk::new();
    desk.put("secret.jpg", "A photo that is nobody's business.");
    desk.put("secret.toml", "[photo]\ncredit = \"x\"\n");
    desk.put("project/own.jpg", "No photo at all.");
    std::os::unix::fs::symlink("../secret.jpg", desk.path("project/link.jpg")).unwrap();
    std::os::unix::fs::symlink("/etc", desk.path("project/photos")).unwrap();
    let outside = desk.path("secret.jpg");
    desk.put(
        "project/news.md",
        format!(
            "---\nstyle: ../secret.css\ncover: ../secret.jpg\n---\n\n# News\n\n\
             ![One](../secret.jpg)\n\n![Two](link.jpg)\n\n![Three](own.jpg)\n\n![Four]({})\n\n\
             ![Five](photo:passwd)\n\n![Six](https://example.org/a.jpg)\n\n![Seven](file:///etc/passwd)\n\n\
             <img src=\"/etc/passwd\">\n\n{{{{#include /etc/passwd}}}}\n",
            outside.display()
        ),
    );
    desk.put("project/svg.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"/etc/hostname\" width=\"9\" height=\"9\"/><image href=\"../secret.jpg\" width=\"9\" height=\"9\"/></svg>");
    desk.put("project/drawing.md", "# Drawing\n\n![Drawing](svg.svg)\n");
    let trace = desk.path("trace");
    let output = Command::new("strace")
        .args([
            "-f",
            "-s",
            "4096",
            "-e",
            "trace=%file,%network,%process",
            "-o",
        ])
        .arg(&trace)
        .arg(CUTLINE)
        .args([
            "build",
            "--depfile",
            "out/all.d",
            "project/news.md",
            "project/drawing.md",
        ])
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let trace = fs::read_to_string(trace).unwrap();
    let calls = calls(&trace);
    let opened = |call: &&Call| call.name.starts_with("open") && call.succeeded;
    assert!(calls.iter().filter(opened).count() > 10, "{trace}");
    let root = fs::canonicalize(desk.path("")).unwrap();
    let mut executed = 0;
    for call in &calls {
        assert!(
            !["socket", "connect", "bind", "sendto", "listen"].contains(&call.name.as_str()),
            "{}",
            call.line
        );
        executed += usize::from(call.name.starts_with("exec"));
        if !opened(&call) {
            continue;
        }
        let path = call.path.as_deref().unwrap();
        // Where links lead counts, not what they are called.
        let real = fs::canonicalize(root.join(path)).unwrap_or_else(|_| root.join(path));
        let writes = call.line.contains("O_WRONLY") || call.line.contains("O_RDWR");
        let is_output = real.starts_with(root.join("out"));
        let is_project = real.starts_with(root.join("project"));
        let is_system = SYSTEM.iter().any(|known| path.starts_with(known));
        // The folder for outputs is made in, and synced.
        let is_folder = real == root && call.line.contains("O_DIRECTORY");
        assert!(
            is_output || !writes && (is_project || is_system || is_folder),
            "{}",
            call.line
        );
        assert!(real != Path::new("/etc/passwd"), "{}", call.line);
    }
    assert_eq!(executed, 1, "something was run");
    assert!(!trace.contains("example.org"), "it was looked for");
}
