using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace AuthServe.Gateway.Access;

/// <summary>
/// Reads the body of a check. A thousand checks come in one body, so it reads tokens and keeps texts that repeat. Unknown members
/// are ignored; what is missing or of the wrong type is a flaw of its check only.
/// </summary>
internal ref struct EvaluationParser
{
    /// <summary>The most checks one body may ask for.</summary>
    public const int MaxItems = 10_000;

    private const string NoObject = "The body must be one JSON object in UTF-8.";

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };

    private readonly bool _readsMany;
    private EntityParser _entities;
    private Utf8JsonReader _reader;
    private ImmutableArray<AskedCheck> _items = [];
    private bool? _stopsAt;
    private string? _flaw;

    private EvaluationParser(ReadOnlySequence<byte> body, bool readsMany)
    {
        _reader = new Utf8JsonReader(body, Options);
        _entities = new EntityParser();
        _readsMany = readsMany;
    }

    /// <summary>What a body asks for.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="readsMany">Whether <c>evaluations</c> and <c>options</c> mean anything.</param>
    public static Asked Parse(ReadOnlySequence<byte> body, bool readsMany)
    {
        try
        {
            return new EvaluationParser(body, readsMany).ReadBody();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader throws the second for text that is not well-formed Unicode.
            return Asked.Flawed(NoObject);
        }
    }

    private Asked ReadBody()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) throw new JsonException(NoObject);

        Entity? subject = null, action = null, resource = null;
        Circumstances? context = null;
        while (_reader.MovesToMember())
        {
            if (_entities.TryRead(ref _reader, ref subject, ref action, ref resource)) continue;
            if (ContextParser.TryRead(ref _reader, ref context)) continue;
            if (_readsMany && _reader.ValueTextEquals("evaluations"u8)) ReadItems();
            else if (_readsMany && _reader.ValueTextEquals("options"u8)) ReadOptions();
            else _reader.Skip();
        }

        // Throws when something follows.
        _reader.Read();
        return new Asked(new AskedCheck(subject, action, resource, context), _items, _stopsAt, _flaw);
    }

    private void ReadItems()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.Null) return;
        if (_reader.TokenType is not JsonTokenType.StartArray)
        {
            _flaw = "evaluations must be an array.";
            _reader.Skip();
            return;
        }

        var items = ImmutableArray.CreateBuilder<AskedCheck>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            // One more than may be is read, to be refused; what follows is not kept.
            if (items.Count <= MaxItems) items.Add(ReadItem());
            else _reader.Skip();
        }

        if (items.Count > MaxItems) _flaw = $"evaluations must be at most {MaxItems} checks.";
        _items = items.ToImmutable();
    }

    private AskedCheck ReadItem()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            return new AskedCheck(null, null, null, Flaw: "An evaluation must be an object.");
        }

        Entity? subject = null, action = null, resource = null;
        Circumstances? context = null;
        while (_reader.MovesToMember())
        {
            if (_entities.TryRead(ref _reader, ref subject, ref action, ref resource)) continue;
            if (!ContextParser.TryRead(ref _reader, ref context)) _reader.Skip();
        }

        return new AskedCheck(subject, action, resource, context);
    }

    private void ReadOptions()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.Null) return;
        if (_reader.TokenType is not JsonTokenType.StartObject)
        {
            _flaw = "options must be an object.";
            _reader.Skip();
            return;
        }

        while (_reader.MovesToMember())
        {
            if (_reader.ValueTextEquals("evaluations_semantic"u8)) ReadSemantic();
            else _reader.Skip();
        }
    }

    private void ReadSemantic()
    {
        _reader.Read();
        var semantic = _reader.TokenType is JsonTokenType.String ? _reader.GetString() : null;
        if (semantic is null) _reader.Skip();
        _stopsAt = semantic switch { "deny_on_first_deny" => false, "permit_on_first_permit" => true, _ => null };
        if (_stopsAt is null && semantic != "execute_all")
            _flaw = "options.evaluations_semantic must be execute_all, deny_on_first_deny or permit_on_first_permit.";
    }
}
