// Runs before anything is drawn: a choice of light or dark that was made once holds, without a flash of the other.
try {
  const theme = localStorage.getItem('kinora-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Nothing is kept where the browser forbids it.
}
