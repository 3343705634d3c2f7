namespace Pipeline.Core.Plumbing.Settings;

/// <summary>Marks a setting whose value must not be shown anywhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
