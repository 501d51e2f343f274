#!/usr/bin/env bash
# How long csp_evaluator takes for the policies of the rows `csp::evaluate`: the least time per call in microseconds.
# Needs node, npm and its registry; the package goes into a folder that is removed.
#
# bench/csp_evaluator.sh
set -euo pipefail
rows=$(realpath "$(dirname "$0")/src/rows/web.rs")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund csp_evaluator@1.1.8 >/dev/null
cat >run.cjs <<'JS'
const {readFileSync} = require('fs');
const {CspEvaluator} = require('csp_evaluator/dist/evaluator.js');
const {CspParser} = require('csp_evaluator/dist/parser.js');
const source = readFileSync(process.argv[2], 'utf8');
// The text of a constant of the rows: a backslash at the end of a line joins it to the next.
const text = name => new RegExp(`const ${name}: &str = "([^"]*)"`).exec(source)[1].replace(/\\\n/g, '');
for (const [input, name] of [['strict', 'STRICT'], ['20 hosts', 'HOSTS']]) {
  const policy = text(name);
  const judge = () => new CspEvaluator(new CspParser(policy).csp).evaluate();
  const found = judge().length;
  let least = Infinity;
  for (let round = 0; round < 200; round++) {
    const start = process.hrtime.bigint();
    for (let call = 0; call < 100; call++) judge();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 100 / 1000);
  }
  console.log(`csp_evaluator ${input}: ${least.toFixed(1)} us, ${found} findings`);
}
JS
node run.cjs "$rows"
