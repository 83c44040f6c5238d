//! The command in a folder of its own, as people and scripts meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The binary.
pub const CUTLINE: &str = env!("CARGO_BIN_EXE_cutline");

/// A folder with manuscripts and photos, gone after the test.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The command, in this folder, with nothing of the caller's environment that it heeds.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(CUTLINE);
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("SOURCE_DATE_EPOCH");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs `cutline build` with JSON messages and gives the exit code and the codes found.
    pub fn findings(&self, arguments: &[&str]) -> (i32, Vec<String>) {
        let output = self.run(&[&["build", "--format", "json"], arguments].concat());
        let lines = String::from_utf8(output.stdout).unwrap();
        let codes = lines.lines().map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["code"].as_str().unwrap().to_owned()
        });
        (output.status.code().unwrap(), codes.collect())
    }

    /// Every file of a folder with its bytes, by name; not those of the folders in it.
    pub fn files(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let Ok(entries) = fs::read_dir(self.path(name)) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    pub fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    /// Keeps the editions of this test for the validators.
    pub fn keep(&self, folder: &str, as_name: &str) {
        let editions = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("editions");
        fs::create_dir_all(&editions).unwrap();
        for (name, bytes) in self.files(folder) {
            fs::write(editions.join(format!("{as_name}-{name}")), bytes).unwrap();
        }
    }
}

/// What a run said to people.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
