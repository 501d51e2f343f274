// What each page starts with. An attack that runs calls one of these; the site is told at once, by a request that the
// page waits for, so that the news survives the page. The element takes itself away: the page is as it was written.
(() => {
  document.currentScript.remove();
  const tell = what => {
    const request = new XMLHttpRequest();
    request.open('POST', new URL('/untaint-ran', location.href), false);
    try { request.send(what + ' in ' + location.href); } catch { /* it was sent, and the answer is not ours to read */ }
  };
  window.untaintWatch = true;
  let value;
  for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { tell(name); };
  Object.defineProperty(window, '__xss', {
    get() { return value; },
    set(to) { if (to) { value = to; tell('__xss'); } },
  });
  addEventListener('securitypolicyviolation', event =>
    tell(event.effectiveDirective + ' kept ' + event.blockedURI));
})();
