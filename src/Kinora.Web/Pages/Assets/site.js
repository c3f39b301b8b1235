// What a browser's hands are needed for. Every page is whole without it: this adds dropping, progress without loading the
// page again, the video that moves the bars and the timeline that moves the video, and times in the reader's own clock.
const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const percent = share => share > 0 && share < 0.01 ? '<1\u00a0%' : `${Math.round(100 * share)}\u00a0%`;
const clock = seconds => {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  return tenths >= 36000 ? `${Math.floor(tenths / 36000)}:${String(Math.floor(tenths / 600) % 60).padStart(2, '0')}:${rest}` : `${Math.floor(tenths / 600)}:${rest}`;
};
const setProgress = (bar, share) => {
  bar.setAttribute('aria-valuenow', Math.round(100 * share));
  find('rect', bar).setAttribute('width', `${(100 * share).toFixed(1)}%`);
};

function theme() {
  const button = find('[data-theme-toggle]');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => button.setAttribute('aria-pressed', isDark());
  button.hidden = false;
  show();
  system.addEventListener('change', show);
  button.addEventListener('click', () => {
    const chosen = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = chosen;
    try { localStorage.setItem('kinora-theme', chosen); } catch { /* It holds for this page alone then. */ }
    show();
  });
}

function moments(root = document) {
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const format = date => new Intl.DateTimeFormat('en-GB', date.getFullYear() === new Date().getFullYear() ? parts : { ...parts, year: 'numeric' }).format(date);
  for (const time of all('[data-moment]', root)) {
    const date = new Date(time.dateTime);
    const minutes = Math.floor((Date.now() - date) / 60000);
    time.title = time.textContent;
    time.textContent = minutes < 1 ? 'just now' : minutes < 60 ? `${minutes} min ago` : format(date);
  }
}

function upload(form) {
  const input = find('input[type=file]', form), zone = find('[data-drop]', form), chosen = find('[data-chosen]', form);
  const button = find('button[type=submit]', form), sending = find('[data-sending]', form), sent = find('[data-sent]', form), problem = find('[data-problem]', form);
  let request = null;

  const complain = text => { problem.textContent = text ? `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` : ''; problem.hidden = !text; };
  const size = bytes => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const choose = () => {
    const file = input.files[0];
    chosen.textContent = file ? `${file.name}, ${size(file.size)}` : '';
    const isLarge = file && file.size > Number(form.dataset.most);
    complain(isLarge ? `The file ${file.name} has ${size(file.size)}; this server takes ${form.dataset.mostWords} at most. Cut out the part that matters, or save it smaller` : '');
    button.disabled = isLarge;
    return file && !isLarge;
  };
  const idle = () => { request = null; sending.hidden = true; button.disabled = false; input.disabled = false; };

  input.addEventListener('change', choose);
  const hasFiles = event => [...event.dataTransfer?.types ?? []].includes('Files');
  addEventListener('dragover', event => { if (hasFiles(event)) { event.preventDefault(); zone.classList.add('ks-over'); } });
  addEventListener('dragleave', event => { if (!event.relatedTarget) zone.classList.remove('ks-over'); });
  addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.classList.remove('ks-over');
    if (request) return;
    input.files = event.dataTransfer.files;
    if (choose()) button.focus();
  });
  find('[data-stop]', form).addEventListener('click', () => request?.abort());
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (request || !choose()) return;
    const data = new FormData();
    data.append('model', new FormData(form).get('model'));
    data.append('file', input.files[0]);
    request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      setProgress(find('[data-progress]', sending), loaded / total);
      sent.textContent = loaded < total ? `Uploading: ${percent(loaded / total)} of ${size(total)}` : 'Uploaded; the server looks at it…';
    });
    request.addEventListener('load', () => {
      if (request.status < 300 && request.response?.id) { location.assign(`/results/${request.response.id}`); return; }
      const detail = request.response?.detail;
      idle();
      complain(detail ?? 'The server did not take the video');
    });
    request.addEventListener('error', () => { idle(); complain('The connection to the server broke off. Check that it still runs, then try again'); });
    request.addEventListener('abort', () => { idle(); complain('Stopped; nothing was kept'); });
    setProgress(find('[data-progress]', sending), 0);
    sent.textContent = 'Uploading…';
    complain('');
    sending.hidden = false;
    button.disabled = true;
    input.disabled = true;
    request.open('POST', form.dataset.upload);
    request.send(data);
  });
  addEventListener('pageshow', event => { if (event.persisted) idle(); });
  choose();
}

function watch(box) {
  const source = new EventSource(box.dataset.watch);
  const [title, text, bar] = [find('[data-watched=title]', box), find('[data-watched=text]', box), find('[data-progress]', box)];
  const ended = () => { source.close(); location.reload(); };
  for (const state of ['done', 'failed', 'cancelled']) source.addEventListener(state, ended);
  source.addEventListener('queued', () => { if (box.dataset.state === 'running') ended(); });
  source.addEventListener('running', event => {
    const job = JSON.parse(event.data);
    box.dataset.state = 'running';
    title.textContent = 'Looking at the video';
    text.textContent = `${percent(job.progress)} done, by ${job.model}`;
    setProgress(bar, job.progress);
  });
  // The stream begins anew by itself; a browser that gives up loads the page again, for there may be no live connection at all.
  source.addEventListener('error', () => { if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000); });
  if (box.dataset.state === 'queued') setInterval(() => refresh(text, '[data-watched=text]'), 5000);
}

async function refresh(element, selector) {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return null;
    const fresh = find(selector, new DOMParser().parseFromString(await answer.text(), 'text/html'));
    if (fresh && fresh.innerHTML !== element.innerHTML) element.innerHTML = fresh.innerHTML;
    return fresh;
  } catch {
    // The server may be down for a moment; the next look tells.
    return null;
  }
}

// A training under way: the page is fetched again and what changed is put in, until it is over.
function live(box) {
  const timer = setInterval(async () => {
    if (document.hidden || find('input:checked', box)) return;
    const fresh = await refresh(box, '#live');
    if (!fresh) return;
    moments(box);
    if (!fresh.hasAttribute('data-live')) { clearInterval(timer); location.reload(); }
  }, 1000 * Number(box.dataset.live));
}

async function result(box) {
  const view = find('[data-timeline]', box), track = find('[data-track]', view), head = find('[data-head]', view), now = find('[data-now]', view);
  const bars = find('[data-bars]', box), title = find('[data-bars-title]', bars), whole = find('[data-bars-whole]', bars), list = find('ol', bars);
  const still = find('[data-still]', box), frames = all('[data-frame]', box), segments = all('[data-from]', view);
  let video = find('video', box);
  const rate = Number(box.dataset.rate), duration = Number(view.dataset.duration);
  const colours = JSON.parse(bars.dataset.colours);
  const atFirst = list.innerHTML;
  let time = 0, timeline = null, shown = null;

  const probabilities = seconds => {
    const last = timeline.windows.at(-1);
    const moment = Math.min(Math.max(seconds, 0), last.end - 1e-6);
    const windows = timeline.windows.filter(window => window.start <= moment && window.end > moment);
    const seen = windows.length ? windows : [last];
    return timeline.labels.map((label, place) => ({ label, value: seen.reduce((sum, window) => sum + window.probabilities[place], 0) / seen.length }));
  };
  const draw = top => {
    const rows = all('li', list);
    top.forEach(({ label, value }, place) => {
      const colour = colours.indexOf(label);
      find('.ks-label', rows[place]).textContent = label;
      find('.ks-percent', rows[place]).textContent = percent(value);
      find('svg', rows[place]).setAttribute('class', `ks-level ${colour < 0 ? 'ks-cx' : `ks-c${colour}`}`);
      find('rect', rows[place]).setAttribute('width', `${(100 * value).toFixed(2)}%`);
    });
  };
  const show = seconds => {
    time = Math.min(Math.max(seconds, 0), duration);
    const top = probabilities(time).sort((a, b) => b.value - a.value).slice(0, all('li', list).length);
    draw(top);
    title.textContent = `At ${clock(time)}`;
    whole.hidden = false;
    head.hidden = false;
    head.style.left = `${duration > 0 ? 100 * time / duration : 0}%`;
    now.textContent = `${clock(time)} of ${clock(duration)}`;
    track.setAttribute('aria-valuenow', time.toFixed(1));
    track.setAttribute('aria-valuetext', `${clock(time)} of ${clock(duration)}, ${top[0].label}, ${percent(top[0].value)}`);
    for (const segment of segments) segment.classList.toggle('ks-is', Number(segment.dataset.from) <= time && time < Number(segment.dataset.to));
    const nearest = frames.reduce((best, frame) => !best || Math.abs(frame.dataset.frame / rate - time) < Math.abs(best.dataset.frame / rate - time) ? frame : best, null);
    if (nearest !== shown) {
      shown?.classList.remove('ks-is');
      nearest?.classList.add('ks-is');
      shown = nearest;
      if (!video && nearest && still) find('img', still).src = find('img', nearest).getAttribute('src');
    }
  };
  const seek = seconds => {
    const target = Math.min(Math.max(seconds, 0), duration);
    if (video) video.currentTime = Math.min(target, Number.isFinite(video.duration) ? video.duration : target);
    show(target);
  };
  const follow = () => {
    if (!video || video.paused || video.ended) return;
    show(video.currentTime);
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(follow); else requestAnimationFrame(follow);
  };
  const doWithout = () => {
    video?.remove();
    video = null;
    if (still) still.hidden = false;
  };

  const answer = await fetch(view.dataset.timeline);
  if (!answer.ok) return;
  timeline = await answer.json();

  if (video) {
    if (video.error) doWithout();
    else {
      video.addEventListener('error', doWithout);
      video.addEventListener('play', follow);
      video.addEventListener('seeked', () => show(video.currentTime));
      video.addEventListener('timeupdate', () => { if (video && !video.paused) show(video.currentTime); });
    }
  }
  whole.addEventListener('click', () => { list.innerHTML = atFirst; title.textContent = 'In the whole video'; whole.hidden = true; });

  for (const [name, value] of Object.entries({ role: 'slider', tabindex: '0', 'aria-label': 'Position in the video', 'aria-valuemin': '0', 'aria-valuemax': duration.toFixed(1), 'aria-valuenow': '0', 'aria-valuetext': `0:00.0 of ${clock(duration)}` })) track.setAttribute(name, value);
  const at = event => { const place = track.getBoundingClientRect(); return duration * (event.clientX - place.left) / place.width; };
  track.addEventListener('pointerdown', event => { if (event.button === 0) { track.setPointerCapture(event.pointerId); seek(at(event)); } });
  track.addEventListener('pointermove', event => { if (track.hasPointerCapture(event.pointerId)) seek(at(event)); });
  const step = Math.max(1 / rate, duration / 50);
  const keys = { ArrowRight: () => time + step, ArrowUp: () => time + step, ArrowLeft: () => time - step, ArrowDown: () => time - step, PageUp: () => time + 10 * step, PageDown: () => time - 10 * step, Home: () => 0, End: () => duration };
  track.addEventListener('keydown', event => {
    if (event.key === ' ' && video) { event.preventDefault(); if (video.paused) video.play(); else video.pause(); return; }
    const target = keys[event.key];
    if (target && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); seek(target()); }
  });
  for (const segment of all('[data-seek]', view)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = segment.className;
    button.textContent = segment.textContent;
    button.addEventListener('click', () => seek(Number(segment.dataset.seek)));
    segment.replaceWith(button);
  }
  for (const frame of frames) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...frame.childNodes);
    button.addEventListener('click', () => seek(frame.dataset.frame / rate));
    frame.append(button);
  }
  if (video && video.currentTime > 0) show(video.currentTime);
  box.dataset.ready = '';
}

theme();
moments();
for (const [selector, begin] of [['form[data-upload]', upload], ['[data-watch]', watch], ['[data-live]', live], ['[data-result]', result]]) all(selector).forEach(begin);
