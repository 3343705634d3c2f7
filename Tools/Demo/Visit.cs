using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Tools.Demo;

/// <summary>One visit to the shop: home, search, products, cart and, for some, the checkout.</summary>
internal sealed class Visit(Shopper shopper, DateTimeOffset start, Catalogue catalogue, Random random)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Misspelt = ["jakcet", "headfones", "gift wrap", "kettel", "usb d"];

    private readonly List<ShopEvent> _events = [];
    private readonly List<(Product Product, int Quantity)> _cart = [];
    private readonly string _sessionId = $"{shopper.UserId}-{start.ToUnixTimeSeconds():x}";
    private DateTimeOffset _now = start;

    public IReadOnlyList<ShopEvent> Run()
    {
        View("/home");
        for (var rounds = 1 + random.Next(3); rounds > 0; rounds--)
        {
            Browse();
        }

        if (_cart.Count > 0)
        {
            View("/cart");
            if (Chance(0.12))
            {
                Remove();
            }

            if (_cart.Count > 0 && Chance(0.45))
            {
                Order();
            }
        }

        return _events;
    }

    private void Browse()
    {
        var product = catalogue.Pick(random);
        if (Chance(0.55))
        {
            var isHopeless = Chance(0.06);
            var query = isHopeless ? Misspelt[random.Next(Misspelt.Length)] : product.Name.Split(' ')[^1].ToLowerInvariant();
            Add("SEARCH", "/search", json =>
            {
                json.WriteString("query", query);
                json.WriteNumber("resultCount", isHopeless ? 0 : 3 + random.Next(40));
            });
        }
        else
        {
            View($"/category/{product.Category}");
        }

        Add("PAGE_VIEW", $"/product/{product.Id}", json => WriteProduct(json, product));
        if (Chance(0.5))
        {
            Add("SCROLL_DEPTH", $"/product/{product.Id}", json => json.WriteNumber("scrollPercent", 10 * random.Next(1, 11)));
        }

        if (Chance(0.2))
        {
            var quantity = Chance(0.8) ? 1 : random.Next(2, 4);
            _cart.Add((product, quantity));
            Add("ADD_TO_CART", $"/product/{product.Id}", json => WriteProduct(json, product, quantity));
        }
    }

    private void Remove()
    {
        var (product, quantity) = _cart[^1];
        _cart.RemoveAt(_cart.Count - 1);
        Add("REMOVE_FROM_CART", "/cart", json => WriteProduct(json, product, quantity));
    }

    private void Order()
    {
        View("/checkout");
        Add("ORDER_PLACED", "/checkout", json =>
        {
            json.WriteNumber("amount", _cart.Sum(line => line.Product.Price * line.Quantity));
            json.WriteNumber("quantity", _cart.Sum(line => line.Quantity));
        });
    }

    private void View(string page) => Add("PAGE_VIEW", page, _ => { });

    private void Add(string eventType, string page, Action<Utf8JsonWriter> writeMetadata)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("eventId", NewId());
            json.WriteString("userId", shopper.UserId);
            json.WriteString("sessionId", _sessionId);
            json.WriteString("eventType", eventType);
            json.WriteString("page", page);
            json.WriteString("timestamp", _now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
            json.WriteStartObject("metadata");
            if (shopper.Device is not null)
            {
                json.WriteString("device", shopper.Device);
            }

            json.WriteString("browser", shopper.Browser);
            writeMetadata(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        // A phone without a network keeps its events for hours.
        var delay = Chance(0.004) ? TimeSpan.FromHours(1 + 11 * random.NextDouble()) : TimeSpan.Zero;
        _events.Add(new ShopEvent(_now + delay, _now, buffer.WrittenMemory));
        _now += TimeSpan.FromMilliseconds(random.Next(3_000, 90_000));
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private static void WriteProduct(Utf8JsonWriter json, Product product, int? quantity = null)
    {
        json.WriteString("productId", product.Id);
        json.WriteString("productName", product.Name);
        json.WriteNumber("price", product.Price);
        if (quantity is { } count)
        {
            json.WriteNumber("quantity", count);
        }
    }
}

/// <param name="SentAt">When the client sends it: now and then much later than it happened.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Json">The event as the API takes it.</param>
internal sealed record ShopEvent(DateTimeOffset SentAt, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Json);
