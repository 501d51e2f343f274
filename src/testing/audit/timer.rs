//! Wakes a task at a moment: the one thread of the audit, because a runtime's own timers are not known here.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

/// A handle; the thread ends with the last one.
#[derive(Debug, Clone)]
pub(super) struct Timer(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    next: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    alarm: Option<(Instant, Waker)>,
    is_running: bool,
}

impl Timer {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    /// Wakes the task at this moment; an earlier wish is forgotten, because one request is asked at a time.
    pub(super) fn wake(&self, at: Instant, waker: &Waker) {
        let mut state = self.0.next.lock().unwrap_or_else(PoisonError::into_inner);
        state.alarm = Some((at, waker.clone()));
        if !state.is_running {
            let shared = Arc::downgrade(&self.0);
            // Without a thread there is no alarm: a site that answers needs none.
            state.is_running = thread::Builder::new().spawn(move || run(&shared)).is_ok();
        }
        drop(state);
        self.0.changed.notify_one();
    }
}

fn run(shared: &Weak<Shared>) {
    const IDLE: Duration = Duration::from_millis(200);
    // Between two looks nobody is held, so that the last handle can go.
    while let Some(shared) = shared.upgrade() {
        let state = shared.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let wait = state.alarm.as_ref().map_or(IDLE, |(at, _)| at.saturating_duration_since(now));
        let (mut state, _) =
            shared.changed.wait_timeout(state, wait.min(IDLE)).unwrap_or_else(PoisonError::into_inner);
        if state.alarm.as_ref().is_some_and(|(at, _)| *at <= Instant::now()) {
            let alarm = state.alarm.take();
            drop(state);
            if let Some((_, waker)) = alarm {
                waker.wake();
            }
        }
    }
}
