/** The browser is found on the system or taken from @sparticuz/chromium, never downloaded. */
module.exports = { skipDownload: true };
