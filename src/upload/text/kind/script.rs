//! Programs: what a `#!` line names, scripts of Windows, pages that a server runs.

use super::words::{first_line, near, starts};
use crate::upload::file_type::FileType;

/// The interpreter of a `#!` line.
pub(super) fn shebang(line: &str) -> Option<FileType> {
    let mut words = line.split_ascii_whitespace();
    // Only a path starts a program: `#![allow(…)]` is Rust.
    let mut program = words.next().filter(|word| word.starts_with('/'))?;
    let base = |path: &str| path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // `#!/usr/bin env` is a common slip.
    if matches!(base(program).as_str(), "env" | "bin") {
        program = words.find(|word| !word.starts_with('-') && !word.contains('=') && *word != "env")?;
    }
    let name = base(program);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    Some(match name {
        "python" | "pypy" | "jython" | "ipython" | "micropython" => FileType::PYTHON,
        "perl" => FileType::PERL,
        "ruby" | "jruby" => FileType::RUBY,
        "lua" | "luajit" | "texlua" => FileType::LUA,
        "tclsh" | "wish" | "expect" => FileType::TCL,
        "awk" | "gawk" | "mawk" | "nawk" => FileType::AWK,
        "node" | "nodejs" | "deno" | "bun" | "gjs" | "qjs" => FileType::JAVASCRIPT,
        "php" => FileType::PHP,
        "pwsh" | "powershell" => FileType::POWERSHELL,
        "rscript" | "littler" => FileType::R,
        "julia" => FileType::JULIA,
        "make" | "gmake" => FileType::MAKEFILE,
        "runhaskell" | "runghc" => FileType::HASKELL,
        "scala" => FileType::SCALA,
        "guile" | "emacs" | "sbcl" | "clisp" => FileType::LISP,
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "mksh" | "pdksh" | "csh" | "tcsh" | "fish"
        | "busybox" | "rbash" | "nu" | "xonsh" => FileType::SHELL,
        _ => return None,
    })
}

/// Visual Basic and `JScript` for the desktop, from the objects that only they create.
pub(super) fn script_of_windows(text: &str) -> Option<FileType> {
    // Few texts begin with the letter of one of these words.
    if !text.bytes().next().is_some_and(|first| b"scdovntw".contains(&first.to_ascii_lowercase())) {
        return None;
    }
    let line = first_line(text).trim_end();
    let creates = |line: &str| near(line, "createobject(\"") && !near(line, "new activexobject");
    let lower_start = |word: &str| starts(line.as_bytes(), word.as_bytes());
    if (lower_start("set ")
        || lower_start("createobject(\"")
        || lower_start("dim ")
        || lower_start("option explicit")
        || lower_start("on error resume next"))
        && creates(text)
    {
        return Some(FileType::VBSCRIPT);
    }
    if (lower_start("var ")
        || lower_start("new activexobject(")
        || lower_start("try{")
        || lower_start("wscript."))
        && (near(text, "new activexobject(\"") || near(text, "wscript.createobject("))
    {
        return Some(FileType::JAVASCRIPT);
    }
    None
}

/// `<%`: pages of servers.
pub(super) fn server_page(text: &str) -> Option<FileType> {
    let rest = text.get(2..).unwrap_or_default();
    let Some(directive) = rest.strip_prefix('@') else {
        return if near(text, "response.write")
            || near(text, "server.createobject")
            || near(text, "eval request")
            || near(text, "execute request")
            || near(text, "request.form")
            || near(text, "request.querystring")
        {
            Some(FileType::ASP)
        } else if near(text, "request.getparameter")
            || near(text, "runtime.getruntime")
            || near(text, "out.print")
        {
            Some(FileType::JSP)
        } else {
            None
        };
    };
    let directive = directive.trim_start();
    let word = directive.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match word {
        "page" | "taglib" | "include" | "tag" | "attribute" | "variable" => Some(FileType::JSP),
        _ => match word.to_ascii_lowercase().as_str() {
            "page" | "control" | "master" | "webhandler" | "webservice" | "application" | "register"
            | "assembly" | "import" | "servicehost" | "implements" | "reference" | "outputcache"
            | "mastertype" | "previouspagetype" => Some(FileType::ASPX),
            "language" | "codepage" | "enablesessionstate" | "lcid" | "transaction" => Some(FileType::ASP),
            _ => None,
        },
    }
}
