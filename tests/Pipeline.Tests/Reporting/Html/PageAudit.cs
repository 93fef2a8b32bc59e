using System.Text.Json;

namespace Pipeline.Tests.Reporting.Html;

/// <summary>What every view has to hold, whatever it shows.</summary>
internal static class PageAudit
{
    /// <summary>
    /// Names the texts in sight whose contrast is below 4.5 : 1, or 3 : 1 for large ones (WCAG 2.2, 1.4.3), with the
    /// ratio computed as WCAG defines it from the colours that the browser paints. Colours are painted on a canvas to
    /// read them, which understands every notation.
    /// </summary>
    public const string Contrast = """
        (() => {
          const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const painted = layers => {
            pen.clearRect(0, 0, 1, 1);
            for (const layer of layers) { pen.fillStyle = layer; pen.fillRect(0, 0, 1, 1); }
            return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const luminance = rgb => rgb.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const poor = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode.parentElement;
            const style = getComputedStyle(node);
            if (!walker.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true }) || node.closest('.unseen, .skip-link, :disabled, script')) continue;
            const grounds = [];
            for (let at = node; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
            const box = node.closest('a.node')?.querySelector('rect');
            if (box) grounds.push(getComputedStyle(box).fill);
            const ink = node.closest('svg') ? style.fill : style.color;
            const [a, b] = [painted(['white', ...grounds, ink]), painted(['white', ...grounds])].map(luminance).sort((x, y) => y - x);
            const ratio = (a + .05) / (b + .05);
            const size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5))
              poor.add(`${ratio.toFixed(2)} ${node.className.baseVal ?? node.className} "${walker.currentNode.data.trim().slice(0, 30)}"`);
          }
          return [...poor].join('\n');
        })()
        """;

    /// <summary>Buttons, links and fields that assistive technology has no name for.</summary>
    public static async Task<IReadOnlyList<string>> Nameless(ChromiumPage page)
    {
        string[] roles = ["button", "link", "searchbox", "textbox", "combobox", "checkbox", "region", "application"];
        var tree = await page.Send("Accessibility.getFullAXTree");
        return
        [
            .. tree.GetProperty("nodes")
                .EnumerateArray()
                .Where(node => roles.Contains(Value(node, "role")) && string.IsNullOrWhiteSpace(Value(node, "name")))
                .Select(node => $"{node}"),
        ];
    }

    /// <summary>Goes to a view as a reader would, by its address, and waits until it is drawn.</summary>
    public static async Task Show(this ChromiumPage page, string view)
    {
        await page.Evaluate($"location.hash = '#{view}'");
        await page.Evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))");
        if (view.StartsWith("logs", StringComparison.Ordinal))
            await page.Until("document.querySelector('.log-viewer').childElementCount > 0");
    }

    private static string Value(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.TryGetProperty("value", out var text) ? $"{text}" : "";
}
