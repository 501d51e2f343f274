#!/usr/bin/env bash
# What a derive costs at compile time: user seconds to build, again, a crate of 100 sign-up forms of seven fields, with
# each library and with none, each checked by a function; the least of five runs, one job. What they stand on is built
# before.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=${CARGO_TARGET_DIR:-$root/target}/derive-cost
runs=${1:-5}

# crate, dependencies, head of the file, and the seven attributes
crate() {
    local name=$1 dependencies=$2 head=$3
    shift 3
    mkdir -p "$work/$name/src"
    cp Cargo.lock "$work/$name/Cargo.lock"
    cat >"$work/$name/Cargo.toml" <<TOML
[package]
name = "forms-$name"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
$dependencies
TOML
    {
        printf '%s\n' "$head"
        for n in $(seq 100); do
            cat <<RUST
$derive
pub struct SignUp$n {
    $1
    pub username: String,
    $2
    pub email: String,
    $3
    pub age: u8,
    $4
    pub site: Option<String>,
    $5
    pub password: String,
    $6
    pub password_again: String,
    $7
    pub tags: Vec<String>,
}
${call:+pub fn check$n(form: &SignUp$n) -> bool { $call(form).is_ok() \}}
RUST
        done
    } >"$work/$name/src/lib.rs"
}

derive='' call='' crate none '' '' '' '' '' '' '' '' ''
derive='#[derive(untaint::Validate)]' call=untaint::Validate::validate crate untaint \
    "untaint = { path = \"$root\", features = [\"derive\"] }" '' \
    '#[validate(length(3..=20))]' '#[validate(email)]' '#[validate(range(18..=120))]' '#[validate(url)]' \
    '#[validate(length(8..=72))]' '#[validate(matches(password))]' '#[validate(length(1..=10), each(length(1..=16)))]'
derive='#[derive(validator::Validate)]' call=validator::Validate::validate crate validator \
    'validator = { version = "0.21", features = ["derive"] }' '' \
    '#[validate(length(min = 3, max = 20))]' '#[validate(email)]' '#[validate(range(min = 18, max = 120))]' \
    '#[validate(url)]' '#[validate(length(min = 8, max = 72))]' '#[validate(must_match(other = "password"))]' \
    '#[validate(length(min = 1, max = 10))]'
derive='#[derive(garde::Validate)]' call=garde::Validate::validate crate garde \
    'garde = { version = "0.23", features = ["derive", "url", "email"] }' '' \
    '#[garde(length(min = 3, max = 20))]' '#[garde(email)]' '#[garde(range(min = 18, max = 120))]' '#[garde(url)]' \
    '#[garde(length(min = 8, max = 72))]' '#[garde(matches(password))]' \
    '#[garde(length(min = 1, max = 10), inner(length(min = 1, max = 16)))]'

printf '| 100 forms with | user seconds to build again |\n|---|--:|\n'
for name in none untaint validator garde; do
    cd "$work/$name"
    CARGO_TARGET_DIR=$work/target cargo build --quiet -j1
    least=
    for _ in $(seq "$runs"); do
        touch src/lib.rs
        TIMEFORMAT=%U
        spent=$({ time CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0 cargo build --quiet -j1; } 2>&1 | tail -1)
        least=$(printf '%s\n' "$spent" ${least:+"$least"} | sort -n | head -1)
    done
    printf '| %s | %s |\n' "$name" "$least"
done
