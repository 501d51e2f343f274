//! A file of a form: on the disk while the form lives, checked, and kept once.
#![cfg(all(feature = "fs", feature = "upload"))]

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use untaint::form::{
    Entries, FieldRules, Fields, FileField, FormLimits, FromForm, ReceiveError, Receiver, Stored,
};
use untaint::upload::UploadPolicy;
use untaint::{FieldKind, Report, Violation};

const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// What must be in no answer.
const MARK: &str = "zq7mark";

fn received(folder: &Path, pieces: &[&[u8]]) -> Result<Stored, ReceiveError> {
    let mut receiver = Receiver::new_in(folder, &format!("{MARK}.gif"), None, UploadPolicy::images())?;
    for piece in pieces {
        receiver.push(piece)?;
    }
    receiver.finish()
}

fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("the folder").flatten();
    names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_file_is_there_until_the_last_handle_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = received(folder.path(), &[&GIF[..7], &[], &GIF[7..]]).expect("a GIF");
    assert_eq!((file.len(), file.is_kept()), (GIF.len() as u64, false));
    assert_eq!(file.read().expect("its bytes"), GIF);
    let clone = file.clone();
    drop(file);
    let mut first = [0; 6];
    clone.open().expect("still there").read_exact(&mut first).expect("its beginning");
    assert_eq!(&first, b"GIF89a");
    assert_eq!(files(folder.path()).len(), 1);
    drop(clone);
    assert_eq!(files(folder.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn only_the_programs_user_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let mode = |path: &Path| fs::metadata(path).expect("the file").permissions().mode() & 0o777;
    let name = &files(folder.path())[0];
    assert_eq!(mode(&folder.path().join(name)), 0o600);
    let name = file.persist(target.path(), "5f2a").expect("kept");
    assert_eq!(mode(&target.path().join(name.as_str())), 0o600);
}

#[test]
fn nothing_is_left_of_what_is_not_kept() {
    let program = [b"#!/bin/sh\n".as_slice(), &[b'\n'; 5000]].concat();
    let folder = tempfile::tempdir().expect("a folder");
    // At the first fatal piece, before the receiver is gone.
    let mut receiver =
        Receiver::new_in(folder.path(), "a.gif", None, UploadPolicy::images()).expect("a receiver");
    assert_eq!(files(folder.path()).len(), 1);
    let refused = receiver.push(&program).expect_err("a program");
    assert_eq!(files(folder.path()), [""; 0]);
    assert_eq!(receiver.push(GIF).expect_err("it stays refused"), refused);
    assert_eq!(receiver.finish().expect_err("at the end, too"), refused);
    // At the end.
    assert_eq!(received(folder.path(), &[b"<script>"]).expect_err("a page").code(), "upload.type");
    assert_eq!(received(folder.path(), &[]).expect_err("no byte").code(), "upload.empty");
    // When the client goes away.
    let mut receiver =
        Receiver::new_in(folder.path(), "a.gif", None, UploadPolicy::images()).expect("a receiver");
    receiver.push(&GIF[..20]).expect("the beginning of a GIF");
    drop(receiver);
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn it_is_kept_once_under_a_name_of_the_programs() {
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let clone = file.clone();
    assert_eq!(file.persist(target.path(), "../5f2a").expect("kept"), "5f2a.gif");
    assert_eq!(fs::read(target.path().join("5f2a.gif")).expect("the file"), GIF);
    assert_eq!(files(folder.path()), [""; 0]);
    for handle in [&file, &clone] {
        assert!(handle.is_kept());
        assert_eq!(handle.persist(target.path(), "b").expect_err("gone").kind(), ErrorKind::NotFound);
        assert_eq!(handle.open().expect_err("gone").kind(), ErrorKind::NotFound);
        assert_eq!(handle.read().expect_err("gone").kind(), ErrorKind::NotFound);
    }
    drop((file, clone));
    assert_eq!(files(target.path()), ["5f2a.gif"], "what was kept stays");
}

#[test]
fn what_is_there_is_never_overwritten() {
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::write(target.path().join("5f2a.gif"), "precious").expect("a file");
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    assert_eq!(
        file.persist(target.path(), "5f2a").expect_err("the name is taken").kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read(target.path().join("5f2a.gif")).expect("the file"), b"precious");
    let missing = target.path().join(MARK);
    let error = file.persist(&missing, "5f2a").expect_err("no folder");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(!format!("{error} {error:?}").contains(MARK), "{error}");
    // A failure changes nothing: another name is free.
    assert_eq!(file.read().expect("still here"), GIF);
    assert_eq!(file.persist(target.path(), "77c0").expect("kept"), "77c0.gif");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_name_is_not_followed() {
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let elsewhere = folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, target.path().join("5f2a.gif")).expect("a link");
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    assert_eq!(
        file.persist(target.path(), "5f2a").expect_err("the name is taken").kind(),
        ErrorKind::AlreadyExists
    );
    assert!(!elsewhere.exists());
}

/// Between file systems a file is copied, under the same promises; `/dev/shm` is one of its own where it is there.
#[cfg(target_os = "linux")]
#[test]
fn it_is_kept_across_file_systems() {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(target) = tempfile::tempdir_in("/dev/shm") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let device = |path: &Path| fs::metadata(path).expect("the folder").dev();
    if device(target.path()) == device(folder.path()) {
        return;
    }
    fs::write(target.path().join("taken.gif"), "precious").expect("a file");
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    assert_eq!(
        file.persist(target.path(), "taken").expect_err("the name is taken").kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read(target.path().join("taken.gif")).expect("the file"), b"precious");
    assert_eq!(file.persist(target.path(), "5f2a").expect("kept"), "5f2a.gif");
    assert_eq!(fs::read(target.path().join("5f2a.gif")).expect("the file"), GIF);
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn threads_that_keep_it_at_once_keep_it_once() {
    let (folder, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let kept = std::thread::scope(|scope| {
        let keep = |name: usize| {
            let (file, target) = (file.clone(), target.path());
            scope.spawn(move || file.persist(target, &name.to_string()).is_ok())
        };
        let threads: Vec<_> = (0..8).map(keep).collect();
        threads
            .into_iter()
            .filter(|_| true)
            .map(|thread| thread.join().expect("no panic"))
            .filter(|ok| *ok)
            .count()
    });
    assert_eq!((kept, files(target.path()).len()), (1, 1));
}

#[test]
fn the_disk_is_told_without_its_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join(MARK);
    let error = received(&missing, &[GIF]).expect_err("no folder");
    assert_eq!((error.code(), error.status()), ("form.store", 500));
    assert_eq!(error.disk().expect("the disk's word").kind(), ErrorKind::NotFound);
    assert!(error.refusal().is_none());
    let told =
        format!("{error} {error:?} {} {:?}", error.disk().expect("it"), Violation::from(error.clone()));
    assert!(!told.contains(MARK), "{told}");
    assert_eq!(Report::from(error).status(), 500);
}

#[test]
fn a_refusal_tells_nothing_of_the_visitors() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = received(folder.path(), &[MARK.as_bytes()]).expect_err("text");
    assert_eq!(error.refusal().expect("the check's word").code(), error.code());
    assert!(error.disk().is_none());
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let receiver = Receiver::new_in(folder.path(), MARK, Some(MARK), UploadPolicy::images()).expect("one");
    let told = format!("{error} {error:?} {:?} {file:?} {receiver:?}", Report::from(error.clone()));
    assert!(!told.contains(MARK), "{told}");
    // The control: the name is there for who asks for it.
    assert!(file.upload().name().as_str().contains(MARK));
}

#[test]
fn a_field_holds_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let read = |entries: &Entries| Option::<Stored>::from_form(entries.root().child("f"), &());
    let mut entries = Entries::new(&FormLimits::default());
    assert!(read(&entries).expect("nothing").is_none());
    assert_eq!(
        Stored::from_form(entries.root().child("f"), &()).expect_err("nothing").violations()[0].code(),
        "required"
    );
    entries.push_file("f", file.clone()).expect("within the limits");
    assert_eq!(read(&entries).expect("a file").expect("a file").len(), file.len());
    assert_eq!(
        String::from_form(entries.root().child("f"), &()).expect_err("no text").violations()[0].code(),
        "type"
    );
    entries.push_file("f", file).expect("within the limits");
    assert_eq!(read(&entries).expect_err("two").violations()[0].code(), "duplicate");
    let two = Vec::<Stored>::from_form(entries.root().child("f"), &()).expect("a list");
    assert_eq!(two.len(), 2);
    drop((entries, two));
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn files_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = received(folder.path(), &[GIF]).expect("a GIF");
    let limits = FormLimits::builder().files(2).build().expect("limits");
    let mut entries = Entries::new(&limits);
    entries.push_file("f", file.clone()).expect("one");
    entries.push_file("f", file.clone()).expect("two");
    let met = entries.push_file("f", file).expect_err("three");
    assert_eq!((met.code(), met.status(), met.limit()), ("form.files", 413, Some("files")));
}

/// Rows of each kind that may hold a file.
struct Profile;

const FILE: FieldRules = FieldRules::new("", FieldKind::File, |_| {});
const PHOTO: FieldRules = FieldRules::new("photo", FieldKind::File, |_| {}).taking(UploadPolicy::avatars);
const FORM: FieldRules = FieldRules::new("", FieldKind::Form(|| &[PHOTO]), |_| {});
const NEWTYPE: FieldRules = FieldRules::new("", FieldKind::File, |_| {}).taking(UploadPolicy::images).flat();
const KEY: FieldRules = FieldRules::new("", FieldKind::Text, |_| {});

impl Fields for Profile {
    const FIELDS: &'static [FieldRules] = &[
        FieldRules::new("name", FieldKind::Text, |_| {}),
        PHOTO,
        FieldRules::new("photos", FieldKind::List(&FILE), |_| {}).taking(UploadPolicy::images),
        FieldRules::new("people", FieldKind::List(&FORM), |_| {}),
        FieldRules::new("by_name", FieldKind::Map(&KEY, &FORM), |_| {}),
        FieldRules::new("nested", FieldKind::Form(|| Profile::FIELDS), |_| {}),
        FieldRules::new("wrapped", FieldKind::Form(|| &[NEWTYPE]), |_| {}),
        FieldRules::new("", FieldKind::Form(|| &[INSIDE]), |_| {}).flat(),
        FieldRules::new("without", FieldKind::File, |_| {}),
    ];
}

const INSIDE: FieldRules = FieldRules::new("inside", FieldKind::File, |_| {}).taking(UploadPolicy::documents);

#[test]
fn a_files_field_is_found_by_its_name() {
    let (avatars, images, documents) =
        (UploadPolicy::avatars(), UploadPolicy::images(), UploadPolicy::documents());
    for (name, expected) in [
        ("photo", Some((avatars, false))),
        ("photos", Some((images, true))),
        ("photos[]", Some((images, true))),
        ("photos[7]", Some((images, true))),
        ("photos[x]", None),
        ("photos[0][0]", None),
        ("people[3].photo", Some((avatars, false))),
        ("people.photo", None),
        ("by_name[Zoë].photo", Some((avatars, false))),
        ("nested.photo", Some((avatars, false))),
        ("nested[nested][nested].photos[1]", Some((images, true))),
        ("wrapped", Some((images, false))),
        ("wrapped.photo", None),
        ("inside", Some((documents, false))),
        ("nested.inside", Some((documents, false))),
        ("without", None),
        ("name", None),
        ("", None),
        ("photo.x", None),
        ("unknown", None),
    ] {
        let found = FileField::of::<Profile>(name).map(|field| (field.policy(), field.is_list()));
        assert_eq!(found, expected, "{name}");
    }
    // A form that holds itself ends where nobody reads any more.
    let deep = format!("nested{}[photo]", "[nested]".repeat(10_000));
    assert!(FileField::of::<Profile>(&deep).is_none());
}
