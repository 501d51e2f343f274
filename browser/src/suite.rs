//! Trials that run when Chromium is there, and are ignored with the reason when it is not.

use crate::chromium::{self, Chromium};
use crate::site::{Page, Request, Site};
use crate::tab::Tab;
use libtest_mimic::{Arguments, Trial};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

/// A browser and the site it visits, shared by the trials of one suite.
#[derive(Debug)]
pub struct World {
    chromium: Chromium,
    site: Site,
}

impl World {
    fn start(program: &Path) -> Self {
        let site = Site::start();
        let chromium = Chromium::start(program, site.port());
        Self { chromium, site }
    }

    /// A new tab, empty and without a history.
    #[must_use]
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { tab: self.chromium.tab(), site: &self.site }
    }
}

/// A tab together with the pages that the site shows to it alone.
#[derive(Debug)]
pub struct Visitor<'a> {
    /// The tab.
    pub tab: Tab,
    site: &'a Site,
}

impl Visitor<'_> {
    /// Opens `url`, whose path answers with `page`, and waits until it is loaded.
    ///
    /// # Errors
    /// Chromium's own word for why nothing was loaded, such as `net::ERR_INVALID_REDIRECT`.
    pub fn open(&mut self, url: &str, page: Page) -> Result<(), String> {
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let path = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]);
        let path = path.split(['?', '#']).next().unwrap_or(path);
        self.site.put(self.tab.id(), path, page);
        self.tab.open(url)
    }

    /// Lets a path answer with `page`, without going there.
    pub fn put(&self, path: &str, page: Page) {
        self.site.put(self.tab.id(), path, page);
    }

    /// The requests of this tab since the last time.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.site.take_requests(self.tab.id())
    }
}

/// One trial: it panics when something is wrong.
pub type Check<W = World> = fn(&W);

/// Runs the trials of a suite; the `main` of each test file.
#[must_use]
pub fn run(checks: &[(&str, Check)]) -> ExitCode {
    run_in(World::start, checks)
}

/// [`run`] for a suite that visits a site of its own, which `start` begins from the path of Chromium.
#[must_use]
pub fn run_in<W: Send + Sync + 'static>(start: fn(&Path) -> W, checks: &[(&str, Check<W>)]) -> ExitCode {
    let found = chromium::find();
    let is_required = std::env::var_os("UNTAINT_BROWSER").is_some_and(|value| value == "require");
    let world = Arc::new(OnceLock::new());
    let trials = checks
        .iter()
        .map(|&(name, check)| {
            let (world, found) = (Arc::clone(&world), found.clone());
            let reason = found.as_ref().err().filter(|_| !is_required).cloned();
            let trial = Trial::test(name, move || run_one(&world, start, found, check).map_err(Into::into));
            match reason {
                Some(reason) => trial.with_kind(reason).with_ignored_flag(true),
                None => trial,
            }
        })
        .collect();
    let mut arguments = Arguments::from_args();
    // Trials mostly wait for a page, so more of them than there are cores.
    arguments.test_threads.get_or_insert(4);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Dropped here and not by `exit`, which would leave the browser behind.
    drop(world);
    if conclusion.has_failed() { ExitCode::from(101) } else { ExitCode::SUCCESS }
}

fn run_one<W>(
    world: &OnceLock<W>,
    start: fn(&Path) -> W,
    found: Result<PathBuf, String>,
    check: Check<W>,
) -> Result<(), String> {
    let program = found?;
    check(world.get_or_init(|| start(&program)));
    Ok(())
}
