//! Text with a meaning of its own: source code, mail (`Code`), and what a server, a browser or a desktop obeys
//! (`Script`). Named by the extension or the first bytes, never taken for plain text.

use super::row::Mark::{Page, Served};
use super::row::{Format, types};
use crate::upload::file_type::FileType;

types! {
    REG "text/x-ms-regedit" Script ["reg"] ["application/x-ms-registry"];
    CSS "text/css" Code ["css"] [];
    JAVASCRIPT "text/javascript" Script ["js" "mjs" "cjs" "jsx"] ["application/javascript" "application/x-javascript" "text/ecmascript" "application/ecmascript"];
    TYPESCRIPT "text/typescript" Code ["ts" "tsx" "mts" "cts"] ["application/typescript" "text/x-typescript" "application/x-typescript"];
    PHP "application/x-php" Script ["php" "php3" "php4" "php5" "php7" "php8" "phtml" "phps" "phar" "pht" "inc"] ["application/x-httpd-php" "text/x-php" "text/php" "application/php" "application/x-httpd-php-source"] { marks: &[Served] };
    PYTHON "text/x-python" Code ["py" "pyw" "pyi"] ["text/x-script.python" "application/x-python" "text/x-python3"];
    SHELL "application/x-sh" Script ["sh" "bash" "zsh" "ksh" "csh" "fish" "command"] ["text/x-shellscript" "application/x-shellscript" "text/x-sh" "text/x-script.sh" "application/x-csh"];
    PERL "text/x-perl" Script ["pl" "pm" "cgi"] ["application/x-perl" "text/x-script.perl"];
    RUBY "text/x-ruby" Code ["rb"] ["application/x-ruby" "text/x-script.ruby"];
    LUA "text/x-lua" Code ["lua"] ["application/x-lua"];
    TCL "text/x-tcl" Code ["tcl"] ["application/x-tcl"];
    AWK "text/x-awk" Code ["awk"] ["application/x-awk"];
    POWERSHELL "text/x-powershell" Script ["ps1" "psm1" "psd1"] ["application/x-powershell"];
    BATCH "application/x-bat" Script ["bat" "cmd"] ["application/bat" "text/x-msdos-batch" "application/x-msdos-program"];
    VBSCRIPT "text/vbscript" Script ["vbs" "vbe" "wsf" "bas"] ["text/x-vbscript" "text/vbs"];
    HTA "application/hta" Script ["hta"] [];
    SCRIPTLET "text/scriptlet" Script ["sct" "wsc"] [];
    ASP "application/x-asp" Script ["asp" "asa" "cer"] ["text/asp"] { marks: &[Served] };
    ASPX "application/x-aspx" Script ["aspx" "ashx" "asmx" "ascx" "asax" "cshtml"] [] { marks: &[Served] };
    JSP "application/x-jsp" Script ["jsp" "jspx" "jspf"] ["text/x-jsp"] { marks: &[Served] };
    COLDFUSION "application/x-coldfusion" Script ["cfm" "cfc"] [] { marks: &[Served] };
    INTERNET_SHORTCUT "application/x-mswinurl" Script ["url" "website"] ["application/internet-shortcut" "text/x-uri"];
    DESKTOP_ENTRY "application/x-desktop" Script ["desktop"] [];
    APPCACHE "text/cache-manifest" Script ["appcache" "manifest"] [];
    SQL "application/sql" Code ["sql"] ["text/x-sql" "application/x-sql"];
    C "text/x-c" Code ["c" "h" "cc" "cpp" "cxx" "hpp"] ["text/x-csrc" "text/x-chdr" "text/x-c++src" "text/x-c++hdr" "text/x-c++"];
    CSHARP "text/x-csharp" Code ["cs"] [];
    RUST "text/rust" Code ["rs"] ["text/x-rust"];
    GO "text/x-go" Code ["go"] [];
    JAVA "text/x-java" Code ["java"] ["text/x-java-source"];
    KOTLIN "text/x-kotlin" Code ["kt" "kts"] [];
    SWIFT "text/x-swift" Code ["swift"] [];
    SCALA "text/x-scala" Code ["scala"] [];
    HASKELL "text/x-haskell" Code ["hs"] [];
    LISP "text/x-lisp" Code ["lisp" "el" "clj" "scm"] ["text/x-common-lisp" "text/x-emacs-lisp"];
    FORTRAN "text/x-fortran" Code ["f" "for" "f90"] [];
    PASCAL "text/x-pascal" Code ["pas"] [];
    ASSEMBLY "text/x-asm" Code ["s" "asm"] [];
    R "text/x-r" Code ["r"] [];
    JULIA "text/x-julia" Code ["jl"] [];
    MAKEFILE "text/x-makefile" Code ["mk" "mak"] [];
    CMAKE "text/x-cmake" Code ["cmake"] [];
    DOCKERFILE "text/x-dockerfile" Code ["dockerfile"] [];
    TEX "application/x-tex" Code ["tex" "ltx" "sty" "cls"] ["text/x-tex" "application/x-latex"];
    TROFF "text/troff" Code ["man" "troff" "roff" "1"] ["application/x-troff" "application/x-troff-man"];
    EMAIL "message/rfc822" Code ["eml"] [] { named: &[("mbox", FileType::MBOX)] };
    MBOX "application/mbox" Code ["mbox"] [] { named: &[("eml", FileType::EMAIL)] };
    MHTML "application/x-mimearchive" Script ["mht" "mhtml"] ["multipart/related"] { marks: &[Page] };
}

pub(super) const FORMAT: Format = Format::of(TYPES);
