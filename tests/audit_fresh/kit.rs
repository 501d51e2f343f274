//! What both sites of this trial stand on: a log that the audit reads, and a folder with a file beside it that nobody
//! may see.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;

/// The lines that a site has logged.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<String>>);

impl Log {
    pub fn line(&self, line: &str) {
        let mut all = self.0.lock().unwrap();
        all.push_str(line);
        all.push('\n');
    }

    pub fn read(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// A folder of the test's own: `served` is given out by the site, `secret.conf` lies beside it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("untaint-fresh-{}-{count}-{name}", std::process::id()));
        fs::create_dir_all(path.join("served")).unwrap();
        fs::write(path.join("secret.conf"), "password = nobody-may-see-this-4711\n").unwrap();
        fs::write(path.join("served/units.txt"), "a cup is 240 ml\n").unwrap();
        fs::write(path.join("served/readme.md"), "# How to\n").unwrap();
        Self(path)
    }

    pub fn served(&self) -> PathBuf {
        self.0.join("served")
    }

    pub fn secret(&self) -> PathBuf {
        self.0.join("secret.conf")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A site builds itself from the folder that it serves and the log that it writes.
pub type Build = fn(&Path, Log, Open) -> Router;

/// The holes of a site done right that are open again.
#[derive(Clone, Copy)]
pub struct Open([&'static str; 10]);

impl Open {
    /// Up to ten.
    pub fn new(holes: &[&'static str]) -> Self {
        let mut open = [""; 10];
        open[..holes.len()].copy_from_slice(holes);
        Self(open)
    }

    pub fn has(&self, hole: &str) -> bool {
        self.0.contains(&hole)
    }
}
