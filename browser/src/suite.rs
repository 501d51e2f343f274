//! Trials that run in each engine that is there, and are ignored with the reason where one is not.

use crate::engine::{Engine, Programs};
use crate::tab::Tab;
use libtest_mimic::{Arguments, Trial};
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The browsers of one engine, shared by the trials of one suite.
#[derive(Debug)]
pub struct World {
    engine: Engine,
    programs: Programs,
    behind: Option<(String, SocketAddr)>,
    is_trusting: bool,
    /// Browsers that wait for the next trial: starting one takes longer than many a trial.
    idle: Mutex<Vec<Tab>>,
}

impl World {
    /// Browsers that start when they are wanted; `behind` is a host for which another server answers.
    #[must_use]
    pub fn new(engine: Engine, programs: &Programs, behind: Option<(String, SocketAddr)>) -> Self {
        Self { engine, programs: programs.clone(), behind, is_trusting: false, idle: Mutex::default() }
    }

    /// Its browsers hold the certificate of the site for a right one; only Chromium can be told so.
    #[must_use]
    pub fn trusting(mut self) -> Self {
        self.is_trusting = true;
        self
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A browser of one's own, on an empty page, without cookies.
    #[must_use]
    pub fn visitor(&self) -> Visitor<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let start = || Tab::start(self.engine, &self.programs, self.behind.clone(), self.is_trusting);
        Visitor { tab: Some(idle.unwrap_or_else(start)), world: self }
    }
}

/// A browser that goes back to the others when it is dropped.
#[derive(Debug)]
pub struct Visitor<'a> {
    tab: Option<Tab>,
    world: &'a World,
}

impl Deref for Visitor<'_> {
    type Target = Tab;

    fn deref(&self) -> &Tab {
        self.tab.as_ref().expect("a tab until it is dropped")
    }
}

impl DerefMut for Visitor<'_> {
    fn deref_mut(&mut self) -> &mut Tab {
        self.tab.as_mut().expect("a tab until it is dropped")
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let Some(mut tab) = self.tab.take() else { return };
        // Whatever state a failed trial left, nobody else shall find it.
        if !std::thread::panicking() {
            tab.clear();
            self.world.idle.lock().unwrap_or_else(PoisonError::into_inner).push(tab);
        }
    }
}

/// One trial: it panics when something is wrong.
pub type Check<W = World> = fn(&W);

/// Trials by name, and the engines they run in.
pub type Group<'a, W = World> = (&'a [Engine], &'a [(&'a str, Check<W>)]);

/// Runs the trials of a suite in every engine; the `main` of each test file.
#[must_use]
pub fn run(checks: &[(&str, Check)]) -> ExitCode {
    run_in(|engine, programs| World::new(engine, programs, None), &[(&Engine::ALL, checks)])
}

/// [`run`] for a suite with a world of its own, or with trials for some engines only.
///
/// `UNTAINT_BROWSERS` names those that are wanted, by default all; one that is not there is ignored with the reason,
/// or fails where `UNTAINT_BROWSER=require` says so.
///
/// # Panics
/// When `UNTAINT_BROWSERS` names something else.
#[must_use]
pub fn run_in<W: Send + Sync + 'static>(
    start: fn(Engine, &Programs) -> W,
    groups: &[Group<'_, W>],
) -> ExitCode {
    let wanted = std::env::var("UNTAINT_BROWSERS").ok();
    let is_wanted = |engine: Engine| {
        wanted.as_ref().is_none_or(|names| names.split(',').any(|name| name.trim() == engine.name()))
    };
    // A name that is misspelt would be an engine that nobody asked.
    for name in wanted.iter().flat_map(|names| names.split(',')) {
        let is_known = Engine::ALL.iter().any(|engine| engine.name() == name.trim());
        assert!(is_known, "UNTAINT_BROWSERS names chromium, firefox, webkit; not {name:?}");
    }
    let is_required = std::env::var_os("UNTAINT_BROWSER").is_some_and(|value| value == "require");
    let mut worlds = Vec::new();
    let mut trials = Vec::new();
    for engine in Engine::ALL.into_iter().filter(|engine| is_wanted(*engine)) {
        let found = engine.find();
        let world = Arc::new(OnceLock::new());
        let of_engine = groups.iter().filter(|(engines, _)| engines.contains(&engine));
        for &(name, check) in of_engine.flat_map(|(_, checks)| *checks) {
            let (world, programs) = (Arc::clone(&world), found.clone());
            let reason = found.as_ref().err().filter(|_| !is_required).cloned();
            let trial = Trial::test(format!("{engine}::{name}"), move || {
                let programs = programs?;
                check(world.get_or_init(|| start(engine, &programs)));
                Ok(())
            });
            trials.push(match reason {
                Some(reason) => trial.with_kind(reason).with_ignored_flag(true),
                None => trial,
            });
        }
        worlds.push(world);
    }
    let mut arguments = Arguments::from_args();
    // Trials mostly wait for a page, so more of them than there are cores.
    arguments.test_threads.get_or_insert(4);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Dropped here and not by `exit`, which would leave the browsers behind.
    drop(worlds);
    if conclusion.has_failed() { ExitCode::from(101) } else { ExitCode::SUCCESS }
}
