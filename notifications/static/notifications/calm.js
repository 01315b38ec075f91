// How the reader wants to be told: what pops up, a desktop notice, a calm tone, quiet hours. Decides for live.js.
window.netral = (() => {
  "use strict";
  const bell = document.getElementById("lonceng"), data = bell ? bell.dataset : {};
  let first = !navigator.locks;
  // one tab of all speaks: the one that holds the lock; the others only count
  if (navigator.locks) navigator.locks.request("netral-bunyi", () => { first = true; return new Promise(() => {}); });

  function quiet(now) {
    const [begin, end] = (data.quiet || "").split(" ");
    if (!end || begin === end) return false;
    const clock = String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
    return begin < end ? clock >= begin && clock < end : clock >= begin || clock < end;
  }

  function tone() {
    const sound = new AudioContext(), wave = sound.createOscillator(), loud = sound.createGain(), t = sound.currentTime;
    wave.frequency.setValueAtTime(523, t);
    wave.frequency.setValueAtTime(659, t + 0.18);
    loud.gain.setValueAtTime(0.0001, t);
    loud.gain.exponentialRampToValueAtTime(0.08, t + 0.05);
    loud.gain.exponentialRampToValueAtTime(0.0001, t + 0.7);
    wave.connect(loud).connect(sound.destination);
    wave.start(t);
    wave.stop(t + 0.75);
    wave.onended = () => sound.close();
  }

  function desktop(item) {
    if (!("Notification" in window) || Notification.permission !== "granted" || !document.hidden) return;
    const notice = new Notification("Netral", {body: item.text, tag: "netral-" + item.id});
    notice.onclick = () => { window.focus(); location.href = item.url; };
  }

  function shown(item) {
    return !(data.muted || "").split(" ").includes(item.event) && !quiet(new Date());
  }

  function tell(item) {
    if (!first || item.seen_at) return;
    if ("desktop" in data) desktop(item);
    if ("sound" in data) try { tone(); } catch (silent) { /* no sound before the first click */ }
  }

  return {shown, tell, tone};
})();
