using System.Globalization;
using System.Net;
using System.Text;

namespace AuthServe.Http;

/// <summary>Draws lines, as SVG, on two logarithmic axes.</summary>
internal static class Plot
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 60;
    private const int Right = 260;
    private const int Top = 40;
    private const int Bottom = 50;

    private static readonly string[] Colours = ["#1b6ca8", "#c0392b", "#218c53", "#8e44ad", "#d68910", "#117a8b", "#7f4f24", "#555555", "#b83280"];

    public static string Draw(string title, string x, string y, IEnumerable<Series> series)
    {
        var all = series.ToArray();
        var points = all.SelectMany(one => one.Points).ToArray();
        var (across, up) = (Axis.Of(points.Select(point => point.X)), Axis.Of(points.Select(point => point.Y)));
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'>");
        Add(svg, $"<rect width='{Width}' height='{Height}' fill='white'/><text x='{Left}' y='22' font-size='15'>{WebUtility.HtmlEncode(title)}</text>");
        foreach (var tick in up.Ticks)
            Add(svg, $"<path d='M{Left} {Y(tick):F1}H{Width - Right}' stroke='#ddd'/><text x='{Left - 6}' y='{Y(tick) + 4:F1}' text-anchor='end'>{tick:N0}</text>");
        foreach (var tick in across.Ticks)
            Add(svg, $"<path d='M{X(tick):F1} {Top}V{Height - Bottom}' stroke='#ddd'/><text x='{X(tick):F1}' y='{Height - Bottom + 18}' text-anchor='middle'>{tick:N0}</text>");
        Add(svg, $"<text x='{(Left + Width - Right) / 2}' y='{Height - 12}' text-anchor='middle'>{WebUtility.HtmlEncode(x)}</text>");
        Add(svg, $"<text x='{Left - 6}' y='{Top - 8}' text-anchor='end'>{WebUtility.HtmlEncode(y)}</text>");
        for (var at = 0; at < all.Length; at++)
        {
            var colour = Colours[at % Colours.Length];
            var line = string.Join(' ', all[at].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(point.Y):F1}")));
            Add(svg, $"<polyline points='{line}' fill='none' stroke='{colour}' stroke-width='2'/>");
            Add(svg, $"<text x='{Width - Right + 14}' y='{Top + 10 + (at * 18)}' fill='{colour}'>{WebUtility.HtmlEncode(all[at].Name)}</text>");
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + (across.PlaceOf(value) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (up.PlaceOf(value) * (Height - Top - Bottom));
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);

    // From one power of ten, or of four where there are few, to another.
    private sealed record Axis(double From, double To)
    {
        public IEnumerable<double> Ticks
        {
            get
            {
                for (var tick = From; tick <= To * 1.001; tick *= Step) yield return tick;
            }
        }

        private double Step => To / From > 1_000 ? 10 : To / From > 20 ? 4 : 2;

        public static Axis Of(IEnumerable<double> values)
        {
            var (least, most) = (values.Min(), values.Max());
            return new(Math.Pow(2, Math.Floor(Math.Log2(least))), Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(most, least * 2)))));
        }

        public double PlaceOf(double value) => Math.Log(value / From) / Math.Log(To / From);
    }
}
