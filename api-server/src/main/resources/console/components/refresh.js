/**
 * Loads something again and again while its element is shown and the page is visible.
 */
export class Refresh {
  /**
   * @param {import("lit").ReactiveControllerHost} host its element
   * @param {() => Promise<void>} load
   * @param {() => number} pause milliseconds until the next time
   */
  constructor(host, load, pause) {
    this.load = load;
    this.pause = pause;
    this.visible = () => {
      if (!document.hidden) this.now();
    };
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("visibilitychange", this.visible);
    this.now();
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.visible);
    clearTimeout(this.timer);
    this.timer = -1;
  }

  /** Once now, whatever the time. */
  async now() {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.load();
    if (this.timer === undefined && !document.hidden) {
      this.timer = setTimeout(() => this.now(), this.pause());
    }
  }
}
